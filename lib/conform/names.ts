import { randomBytes } from "node:crypto";
import { type Case, contactIdOf } from "./case.ts";

/**
 * What a case's contact is called on a gate. A gate may hold the kit's contacts of an earlier run, so every run has
 * a mark of its own: it ends the contact's id and the name in an e-mail address, and moves a phone number's last
 * four digits, which tell nothing of its zone.
 */
export interface Names {
  readonly contactId: string;
  address(type: string, value: string): string;
  /** An address of nobody in the case. */
  stranger(): { readonly type: string; readonly value: string };
  /** The recipient of a request of the case. */
  to(named: { readonly email?: string | undefined; readonly phone?: string | undefined } | undefined): object;
}

export function newNames(of: Case): Names {
  const mark = randomBytes(4).toString("hex");
  const contactId = of.contact.id ?? `${contactIdOf(of)}:${mark}`;
  const address = (type: string, value: string): string => {
    if (type === "email") return value.replace("@", `-${mark}@`);
    return type === "phone" ? moved(value, Number.parseInt(mark, 16)) : `${value}-${mark}`;
  };
  return {
    contactId,
    address,
    stranger: () => ({ type: "email", value: address("email", "nobody@kit.example.com") }),
    to(named = {}) {
      if (named.email !== undefined) return { email: address("email", named.email) };
      return named.phone === undefined ? { contactId } : { phone: address("phone", named.phone) };
    },
  };
}

const moved = (phone: string, by: number): string =>
  phone.slice(0, -4) + String((Number(phone.slice(-4)) + by) % 10_000).padStart(4, "0");
