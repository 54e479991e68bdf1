import { describe, expect, it } from "vitest";
import { normaliseEmail } from "../../../lib/core/identity/email.ts";

/** What is said of texts with more than one thing that looks wrong, and of those that are just short of a limit. */

const faultOf = (text: string): string | undefined => {
  const result = normaliseEmail(text);
  return result.ok ? undefined : result.fault;
};
const canonical = (text: string): string | undefined => {
  const result = normaliseEmail(text);
  return result.ok ? result.identity.value : undefined;
};
const BARE = "The e-mail address must stand bare, without";

describe("an e-mail address as it is typed", () => {
  it("takes up to 320 characters, with the spaces around it", () => {
    const padded = "li@example.com".padStart(320);
    expect(canonical(padded)).toBe("li@example.com");
    expect(faultOf(` ${padded}`)).toBe("The e-mail address is too long.");
  });

  it("keeps quotes and backslashes of a quoted part behind a backslash", () => {
    expect(canonical('"Li \\"W\\\\ei"@example.com')).toBe('"li \\"w\\\\ei"@example.com');
  });
});

describe("what is said of an e-mail address that is none", () => {
  it.each([
    ["li mailto:wei@example.com", "The e-mail address contains a space."],
    ["mailto:li@example.com", `${BARE} mailto:.`],
    [
      "li.wei(home)@example.com",
      "The part before the @ of the e-mail address contains a character that may not stand there.",
    ],
    ["li@example.com>", `${BARE} a name or angle brackets.`],
    ["li@ex[ample.com", "The domain of the e-mail address contains a character that may not stand there."],
    ["li@[127.0.0.1]", "The e-mail address has an IP address after the @; give a domain name."],
    ["li@127.0.0.1", "The e-mail address has an IP address after the @; give a domain name."],
    ["li@1and1", "The domain of the e-mail address has no dot, as in example.com."],
    ["li@example.com-", "A part of the domain of the e-mail address begins or ends with a hyphen."],
    ["li@-example.com", "A part of the domain of the e-mail address begins or ends with a hyphen."],
    [
      `li@${"x".repeat(63)}.1com`,
      "The domain of the e-mail address must end in a name that begins with a letter, as in .com.",
    ],
    [`li@${"x".repeat(64)}.com`, "The domain of the e-mail address has a part longer than 63 characters."],
  ])("%s", (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });
});
