import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aliasOf } from "../../../lib/core/identity/email-alias.ts";
import { normaliseEmail } from "../../../lib/core/identity/normalise.ts";

describe("the mailbox behind an address", () => {
  it.each([
    ["li.wei@gmail.com", "liwei@gmail.com", "dots of Gmail"],
    ["l.i.wei+crm+2@gmail.com", "liwei@gmail.com", "and all after its +"],
    ["liwei@googlemail.com", "liwei@gmail.com", "Gmail's other domain"],
    ["liwei@gmail.com", "liwei@gmail.com", "an address that is its own alias"],
    ["li.wei+crm@outlook.com", "li.wei@outlook.com", "the + of Outlook, not its dots"],
    ["li.wei+crm@hotmail.co.uk", "li.wei@hotmail.co.uk", "and in other countries"],
    ["li.wei@me.com", "li.wei@icloud.com", "Apple's three domains"],
    ["li_wei.x-y+crm@pm.me", "liweixy@proton.me", "Proton's marks and domains"],
    ["li.wei@ya.ru", "li-wei@yandex.ru", "Yandex's marks and domains"],
    ["shop-books@yahoo.com", "shop-@yahoo.com", "a disposable address of Yahoo"],
    ["shop-music@yahoo.com", "shop-@yahoo.com", "another with the same base name"],
    ["shop@yahoo.com", "shop@yahoo.com", "the bare base name, which may be a stranger's"],
    ["li+crm@yahoo.com", "li+crm@yahoo.com", "a + that Yahoo gives no meaning"],
    ["li+crm@fastmail.com", "li@fastmail.com", "Fastmail's +"],
    ["crm@li.fastmail.com", "li@fastmail.com", "and its subdomains"],
  ])("of %s is %s: %s", (email, mailbox) => {
    expect(aliasOf(email)).toBe(mailbox);
  });

  it.each([
    ["li+crm@acme.com", "a + where the owner of the domain decides"],
    ["1234567+crm@qq.com", "a provider that documents no tags"],
    ["li.wei@yahoo.co.jp", "another company with Yahoo's name"],
    ["+crm@gmail.com", "a tag without a mailbox"],
    ["-crm@yahoo.com", "a keyword without a base name"],
    ['"li wei"@gmail.com', "a quoted name"],
    ["not-an-address", "no address"],
    ["@gmail.com", "nobody"],
    ["li@mail.gmail.com", "a subdomain that is not the provider's"],
    ["a@b.c.fastmail.com", "a subdomain of a subdomain"],
  ])("of %s is not known: %s", (email) => {
    expect(aliasOf(email)).toBeUndefined();
  });

  it("is a canonical address that is its own alias", () => {
    const local = fc.stringMatching(/^[a-z0-9]{1,5}(?:[.+_-][a-z0-9]{1,5}){0,3}$/);
    const domain = fc.constantFrom(
      "gmail.com",
      "googlemail.com",
      "live.fr",
      "mac.com",
      "pm.me",
      "ya.ru",
      "yahoo.de",
    );
    fc.assert(
      fc.property(local, domain, (name, host) => {
        const alias = aliasOf(`${name}@${host}`) ?? "";
        expect(normaliseEmail(alias)).toMatchObject({ ok: true, identity: { value: alias } });
        expect(aliasOf(alias)).toBe(alias);
      }),
    );
  });
});
