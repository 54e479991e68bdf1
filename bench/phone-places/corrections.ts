import type { CountryCode } from "libphonenumber-js/max";

/** What libphonenumber's maps of zones and places do not have, or have as it once was. */

/** Area codes that were laid over others, for the same places. */
export const OVERLAYS: Readonly<Record<string, readonly string[]>> = {
  208: ["986"],
  204: ["431", "584"],
  250: ["236", "257", "672", "778"],
  270: ["364"],
  306: ["474", "639"],
  418: ["367", "581"],
  407: ["689"],
  423: ["729"],
  506: ["428"],
  541: ["458"],
  709: ["879"],
  812: ["930"],
  850: ["448"],
  902: ["782"],
};
/** Places that the data names for a few exchanges of the neighbours. */
export const MISNAMED: Readonly<Record<string, readonly string[]>> = { 201: ["US-NY"] };
/** Whose numbers say nothing of the clock: the data has an older plan than theirs, or not all of their zones. */
export const UNTOLD: readonly CountryCode[] = ["CD", "GL", "PF"];
/** Area codes of two digits. The data has exchanges beyond them, those of Recife with the clock of Fernando de Noronha. */
export const SHORT_AREA_CODES: readonly CountryCode[] = ["BR"];
/** Zones that the data shows for none or too few of the numbers: the tz database and the numbering plans name them. */
export const ALSO: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  US: { 931: ["America/New_York", "America/Chicago"] },
  CA: {
    250: ["America/Creston", "America/Edmonton", "America/Vancouver"],
    306: ["America/Edmonton", "America/Regina"],
    418: ["America/Blanc-Sablon", "America/Halifax", "America/Toronto"],
    807: ["America/Atikokan", "America/Toronto", "America/Winnipeg"],
    867: ["America/Cambridge_Bay", "America/Atikokan"],
  },
  // It knows the Northern Territory as South Australia.
  AU: {
    8: ["Australia/Darwin"],
    87: ["Australia/Darwin"],
    88: ["Australia/Darwin"],
    89: ["Australia/Darwin"],
  },
  // The west of Amazonas.
  BR: { 97: ["America/Eirunepe"] },
  // Easter Island has numbers between those of Valparaíso.
  CL: {
    322: ["Pacific/Easter"],
    323: ["Pacific/Easter"],
    61: ["America/Punta_Arenas"],
    67: ["America/Coyhaique"],
  },
  // The state of Chihuahua left the clock of Mazatlan in 2022, but for its border.
  MX: {
    614: ["America/Mexico_City"],
    62: ["America/Mexico_City"],
    63: ["America/Mexico_City", "America/Ciudad_Juarez"],
    65: ["America/Mexico_City"],
    652: ["America/Mexico_City"],
    659: ["America/Mexico_City"],
  },
  // Yakutia has three clocks; Saratov left that of Moscow in 2016.
  RU: { 411: ["Asia/Vladivostok", "Asia/Magadan"], 845: ["Europe/Astrakhan"] },
};
