import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { COINED_HOSTS, REAL_NEIGHBOURS, WORD_HOSTS } from "../../../lib/core/data/mail-hosts.ts";
import { PUBLIC_MAIL } from "../../../lib/core/data/mail-providers.ts";
import { normaliseEmail } from "../../../lib/core/identity/email.ts";
import { suggestEmail } from "../../../lib/core/identity/suggest-email.ts";

const suggestedDomain = (domain: string) => suggestEmail(`li.ming+shop@${domain}`)?.split("@")[1];

describe("an address that was mistyped", () => {
  it.each([
    ["gmial.com", "gmail.com"],
    ["gmai.com", "gmail.com"],
    ["gmaill.com", "gmail.com"],
    ["mgail.com", "gmail.com"],
    ["gmail.con", "gmail.com"],
    ["gmail.cm", "gmail.com"],
    ["gmail.co", "gmail.com"],
    ["gmail.comm", "gmail.com"],
    ["gamil.con", "gmail.com"],
    ["hotmial.com", "hotmail.com"],
    ["hotmai.fr", "hotmail.fr"],
    ["hotmaill.co.uk", "hotmail.co.uk"],
    ["yaho.com", "yahoo.com"],
    ["yahooo.co.jp", "yahoo.co.jp"],
    ["outlok.com", "outlook.com"],
    ["iclod.com", "icloud.com"],
    ["foxmial.com", "foxmail.com"],
    ["protnmal.com", "protonmail.com"],
    ["qq.con", "qq.com"],
    ["qq.vom", "qq.com"],
    ["163.cmo", "163.com"],
    ["126.comm", "126.com"],
    ["sina.con", "sina.com"],
    ["comcast.ent", "comcast.net"],
  ])("at %s is answered by %s", (typed, meant) => {
    expect(suggestedDomain(typed)).toBe(meant);
  });

  it("keeps what stands before the @", () => {
    expect(suggestEmail("li.ming+shop@gmial.com")).toBe("li.ming+shop@gmail.com");
    expect(suggestEmail('"a@b"@gmial.com')).toBe('"a@b"@gmail.com');
  });
});

describe("an address that may be as it should", () => {
  it.each([
    // Hosts of their own, a letter or an ending from larger ones.
    ...[
      "mail.com",
      "ymail.com",
      "email.com",
      "gmx.net",
      "gmx.de",
      "hotmail.co.id",
      "yahoo.com.hk",
      "love.com",
    ],
    ...[
      "grail.com",
      "gail.com",
      "cloud.com",
      "icloud.company",
      "gmail.cam",
      "136.com",
      "life.com",
      "never.com",
    ],
    // Too short to tell, or an ending that is a country's.
    ...["aq.com", "q.com", "162.com", "qq.co", "aol.co", "live.cn", "msn.de"],
    // Far away.
    ...[
      "example.com",
      "gm.com",
      "hotel.com",
      "outlaw.com",
      "verizon.com",
      "gmail.example.com",
      "xn--gmal-bpa.com",
    ],
  ])("at %s is left alone", (domain) => {
    expect(suggestedDomain(domain)).toBeUndefined();
  });

  it("is one of every mail provider that is known", () => {
    expect([...PUBLIC_MAIL, ...REAL_NEIGHBOURS].filter((domain) => suggestedDomain(domain))).toEqual([]);
  });
});

describe("a suggestion", () => {
  const HOSTS = [...COINED_HOSTS, ...WORD_HOSTS];

  it("names known providers only", () => {
    expect(HOSTS.filter((domain) => !PUBLIC_MAIL.has(domain))).toEqual([]);
  });

  it("is a good address that is itself left alone, and never the one that was typed", () => {
    const slip = fc.record({
      domain: fc.constantFrom(...HOSTS),
      at: fc.nat(20),
      letter: fc.constantFrom(..."abcdeghilmnoqrtuvxyz0123.-"),
      kind: fc.constantFrom("drop", "add", "change"),
    });
    fc.assert(
      fc.property(slip, ({ domain, at, letter, kind }) => {
        const from = at % domain.length;
        const typed = domain.slice(0, from) + (kind === "drop" ? "" : letter);
        const email = normaliseEmail(`li@${typed}${domain.slice(kind === "add" ? from : from + 1)}`);
        fc.pre(email.ok);
        const meant = suggestEmail(email.identity.value);
        if (meant === undefined) return;
        expect(meant).not.toBe(email.identity.value);
        expect(normaliseEmail(meant)).toMatchObject({ ok: true, identity: { value: meant } });
        expect(suggestEmail(meant)).toBeUndefined();
      }),
    );
  });
});
