import { foldText } from "../core/identity/fold-text.ts";

/** Names that Intl does not know, and codes of three letters (ISO 3166-1 alpha-3) that lists often have. */
const ALIASES =
  "US=usa,u.s.a.,u.s.,united states of america,america GB=gbr,england,scotland,wales,great britain,u.k. " +
  "CN=chn,prc,p.r.china,p.r. china,people's republic of china,mainland china,中国大陆,中华人民共和国 HK=hkg,香港,中国香港 " +
  "MO=mac,macau,澳门,中国澳门 TW=twn,台湾,中国台湾 KR=kor,korea,republic of korea,韩国 KP=prk JP=jpn SG=sgp DE=deu FR=fra " +
  "ES=esp IT=ita NL=nld,holland,the netherlands BE=bel CH=che AT=aut CA=can AU=aus NZ=nzl IN=ind BR=bra MX=mex PT=prt " +
  "PL=pol SE=swe NO=nor DK=dnk FI=fin IE=irl RU=rus,russian federation TR=tur,turkey AE=are,uae SA=sau ZA=zaf TH=tha " +
  "VN=vnm,viet nam ID=idn MY=mys PH=phl CZ=cze,czech republic GR=grc HU=hun RO=rou IL=isr EG=egy NG=nga KE=ken " +
  "AR=arg CL=chl CO=col PE=per UA=ukr PK=pak BD=bgd LK=lka KH=khm";

const LANGUAGES = ["en", "zh", "zh-Hant", "de", "fr", "es", "pt", "it", "ja", "ko", "ru", "nl"];

let byName: ReadonlyMap<string, string> | undefined;

/** The ISO 3166-1 alpha-2 code of a country, by its code or its name in a large language; undefined for no country. */
export function readCountry(text: string): string | undefined {
  byName ??= namesOfCountries();
  return byName.get(foldText(text));
}

function namesOfCountries(): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const english = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  // Codes that are no more lead to the one that took their place: UK to GB, DD to DE.
  const known = codes.filter((code) => english.of(code) !== undefined && !NOT_COUNTRIES.includes(code));
  for (const code of known) names.set(foldText(code), new Intl.Locale(`und-${code}`).region ?? code);
  for (const language of LANGUAGES) {
    for (const style of ["long", "short"] as const) {
      const display = new Intl.DisplayNames(language, { type: "region", fallback: "none", style });
      for (const code of known) {
        const name = foldText(display.of(code) ?? "");
        if (name !== "" && !names.has(name)) names.set(name, names.get(foldText(code)) ?? code);
      }
    }
  }
  for (const [, code = "", list = ""] of ALIASES.matchAll(/([A-Z]{2})=(.*?)(?= [A-Z]{2}=|$)/g)) {
    for (const name of list.split(",")) names.set(foldText(name), code);
  }
  return names;
}

/** Regions of Intl that ISO 3166-1 does not have: unions, pseudo-locales, unknown. */
const NOT_COUNTRIES: readonly string[] = ["EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"];
