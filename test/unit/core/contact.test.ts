import { describe, expect, it } from "vitest";
import { destinationOf, newContact, reaches } from "../../../lib/core/contact.ts";
import { CHANNELS, type Channel } from "../../../lib/core/words.ts";
import { contactWith, identityOf } from "../../support/asked-with.ts";

const email = identityOf("e1", "email");
const [phone, mobile] = [identityOf("p1", "phone"), identityOf("p2", "phone")];

it("a contact that nobody has touched is a stranger of whom nothing is known", () => {
  expect(newContact("c_1", [email])).toEqual({
    ...{ contactId: "c_1", version: 0, status: "active", put: false, attributes: {}, identities: [email] },
    ...{ preferences: {}, suppressions: [], consents: undefined, owner: undefined, locks: [] },
    ...{ originKey: undefined, merged: [], parted: [], touches: [], historyBytes: 0, keys: [] },
  });
  expect(newContact("c_1").identities).toEqual([]);
});

describe("the destination of a touch", () => {
  const destination = (identities: readonly (typeof email)[], channel: Channel, namedKey?: string) =>
    destinationOf(contactWith({ identities }), channel, namedKey)?.key;

  it("is the address that was named, when the channel reaches it", () => {
    expect(destination([phone, mobile], "sms", "p2")).toBe("p2");
    expect(destination([email, phone, mobile], "email", "e1")).toBe("e1");
    expect(destination([email, phone], "sms", "e1")).toBe("p1");
    expect(destination([email, phone, mobile], "sms", "e1")).toBeUndefined();
  });

  it("is the only address that the channel reaches, when none was named", () => {
    expect(destination([email, phone], "call")).toBe("p1");
    expect(destination([email, phone], "email", "p1")).toBe("e1");
    expect(destination([phone, mobile], "call")).toBeUndefined();
    expect(destination([email], "call")).toBeUndefined();
  });

  it("is not known on a channel that reaches no address", () => {
    expect(destination([email, phone], "visit", "e1")).toBeUndefined();
  });
});

it("an e-mail address is reached by e-mail, a phone by calls and messages to it, other ids by nothing", () => {
  const reaching = (type: string) => CHANNELS.filter((channel) => reaches([identityOf("k", type)], channel));
  expect(reaching("email")).toEqual(["email"]);
  expect(reaching("phone")).toEqual(["sms", "call", "whatsapp"]);
  expect(reaching("zoho")).toEqual([]);
  expect(reaches([email, phone], "sms")).toBe(true);
  expect(reaches([], "email")).toBe(false);
});
