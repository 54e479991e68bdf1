import { describe, expect, it } from "vitest";
import { normaliseEmail } from "../../../lib/core/identity/normalise.ts";
import { readEmailVectors, type Standing } from "../../support/email-vectors.ts";

const canonical = (text: string): string | undefined => {
  const result = normaliseEmail(text);
  return result.ok ? result.identity.value : undefined;
};
const faultOf = (text: string): string | undefined => {
  const result = normaliseEmail(text);
  return result.ok ? undefined : result.fault;
};

describe("one spelling for every e-mail address", () => {
  it.each([
    ["as it is", "li.wei+news@example.com", "li.wei+news@example.com"],
    ["capitals on both sides", "Li.Wei@Example.COM", "li.wei@example.com"],
    ["spaces around it, of any width", " \u3000li@example.com\u00a0\t", "li@example.com"],
    ["full-width letters and signs", "Ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "li@example.com"],
    ["bidi and zero-width marks", "\u202ali\u200b@exam\u00adple.com\u202c\ufeff", "li@example.com"],
    ["an international domain", "li@例え。JP", "li@xn--r8jz45g.jp"],
    ["an international domain in ASCII already", "li@XN--R8JZ45G.jp", "li@xn--r8jz45g.jp"],
    ["a Greek domain in capitals", "li@ΑΣ.gr", "li@xn--mxa0b.gr"],
    ["letters beyond ASCII before the @", "JOSE\u0301@example.com", "josé@example.com"],
    ["Chinese before the @", "李伟@example.cn", "李伟@example.cn"],
    ["quotes that are not needed", '"Li\\.Wei"@example.com', "li.wei@example.com"],
    ["quotes that are needed", '"li\\ wei"@example.com', '"li wei"@example.com'],
  ])("takes %s", (_what, text, value) => {
    expect(canonical(text)).toBe(value);
  });

  it("says the type, and claims neither regions nor flags", () => {
    expect(normaliseEmail("li@example.com")).toEqual({
      ok: true,
      identity: { type: "email", value: "li@example.com", regions: [], flags: [] },
    });
  });

  it("measures octets: 64 before the @ and 254 in all pass, one more does not", () => {
    const domain = (chars: number) => `${"a.".repeat((chars - 3) / 2)}com`;
    expect(canonical(`${"a".repeat(64)}@example.com`)).toBeDefined();
    expect(faultOf(`${"a".repeat(65)}@example.com`)).toContain("longer than 64 octets");
    expect(canonical(`${"李".repeat(21)}@example.com`)).toBeDefined();
    expect(faultOf(`${"李".repeat(22)}@example.com`)).toContain("longer than 64 octets");
    expect(canonical(`aa@${domain(251)}`)).toHaveLength(254);
    expect(faultOf(`aaa@${domain(251)}`)).toContain("longer than 254 octets");
    expect(faultOf("a".repeat(321))).toContain("too long");
  });
});

describe("a text that is no e-mail address is told why", () => {
  it.each([
    ["", "has no @"],
    ["li.example.com", "has no @"],
    ["@example.com", "nothing before the @"],
    ["li@", "nothing after the @"],
    ["li@wei@example.com", "more than one @"],
    ["a@example.com, b@example.com", "more than one @"],
    ["a,b@example.com", "comma or semicolon"],
    ["li@example.com;", "comma or semicolon"],
    ["Li Wei <li@example.com>", "angle brackets"],
    ["<li@example.com>", "angle brackets"],
    ["mailto:li@example.com", "without mailto:"],
    ["li wei@example.com", "contains a space"],
    ["li@example .com", "contains a space"],
    ["li@example.com\n", "line break"],
    [".li@example.com", "two dots"],
    ["li..wei@example.com", "two dots"],
    ["li(wei)@example.com", "character that may not stand there"],
    ["li\u0007@example.com", "character that may not stand there"],
    ["li\ud800@example.com", "character that may not stand there"],
    ['"li@example.com', "quoted part"],
    ["li@example", "has no dot"],
    ["li@example..com", "two dots"],
    ["li@example.com.", "two dots"],
    ["li@exam_ple.com", "character that may not stand there"],
    ["li@é%41.com", "character that may not stand there"],
    ["li@é:80.com", "character that may not stand there"],
    ["li@-example.com", "hyphen"],
    [`li@${"a".repeat(64)}.com`, "longer than 63"],
    ["li@192.0.2.1", "IP address"],
    ["li@[192.0.2.1]", "IP address"],
    ["li@１９２.0.2.1", "IP address"],
    ["li@example.123", "begins with a letter"],
    ["li@נ1a.com", "international name"],
    ["li@\ud800.com", "international name"],
  ])("%j", (text, said) => {
    expect(faultOf(text)).toContain(said);
  });

  it("never repeats the address", () => {
    expect(faultOf("secret.person@nowhere")).not.toMatch(/secret|nowhere/);
  });
});

describe("the isemail vectors", () => {
  const vectors = readEmailVectors();
  const accepted = (standing: Standing) =>
    vectors.filter((vector) => vector.standing === standing && normaliseEmail(vector.address).ok);

  it("are all there", () => {
    expect(vectors).toHaveLength(164);
  });

  it("lose no good address", () => {
    expect(accepted("good")).toEqual(vectors.filter(({ standing }) => standing === "good"));
  });

  it("let no bad address in: of all that are bad, only spaces around one are forgiven", () => {
    expect(accepted("bad").map(({ diagnosis, address }) => [diagnosis, address])).toEqual([
      ["ISEMAIL_CFWS_FWS", " test@iana.org"],
      ["ISEMAIL_CFWS_FWS", "test@iana.org "],
    ]);
  });

  it("keep of the unusual ones the quoted names with something in them", () => {
    const quoted = vectors.filter(({ diagnosis }) => diagnosis === "ISEMAIL_RFC5321_QUOTEDSTRING");
    // Nobody's mailbox has the empty name.
    expect(accepted("unusual")).toEqual(quoted.filter(({ address }) => address !== '""@iana.org'));
  });
});
