import { DAY_MS, epochMs } from "../../lib/core/time.ts";
import type { Figure } from "../support/figure.ts";
import type { Instance } from "../support/instance.ts";
import type { Metered } from "../support/metered-client.ts";

/** Promised for tags of so many characters and plain preferences. */
const TAG_CHARACTERS = 12;
const LEAST_FITTING = 12;
const GIVE_UP_AT = 60;

/** How many touches a state takes before its write costs a second unit, by a check a day. */
export async function fittingTouches(instance: Instance, metered: Metered): Promise<Figure> {
  const contactId = "full-1";
  await putContact(instance, {
    contactId,
    identities: [
      { type: "email", value: "full@example.com" },
      { type: "phone", value: "+442079460123" },
    ],
  });
  await instance.call({
    method: "PUT",
    path: "/v1/contacts/{contactId}/preferences",
    params: { contactId },
    body: { channels: { sms: { optOut: true } }, maxPerWeek: 9 },
  });
  let fitting = 0;
  while (fitting < GIVE_UP_AT) {
    const [{ recorded }, { writeUnits }] = await metered(() =>
      instance.call(checkNumber(fitting, contactId)),
    );
    if (recorded !== true) throw new Error(`Check ${fitting + 1} of ${contactId} was not recorded`);
    if (writeUnits > 1) break;
    fitting++;
    instance.now = epochMs(instance.now + DAY_MS);
  }
  return {
    name: `touches with tags of ${TAG_CHARACTERS} characters that 1 WCU takes`,
    value: String(fitting),
    bar: `≥ ${LEAST_FITTING}`,
    met: fitting >= LEAST_FITTING,
  };
}

/** Six campaigns and four topics take turns; nothing in the default policy limits this purpose. */
const checkNumber = (number: number, contactId: string) => ({
  method: "POST",
  path: "/v1/check",
  body: {
    to: { contactId },
    channel: "email",
    department: "collections",
    purpose: "collections",
    campaign: `campaign${number % 6}`.padEnd(TAG_CHARACTERS, "-"),
    topic: `topic${number % 4}`.padEnd(TAG_CHARACTERS, "-"),
  },
});

/** Puts a contact, its addresses linked to it. */
export const putContact = (
  instance: Instance,
  { contactId, identities }: { contactId: string; identities: readonly { type: string; value: string }[] },
) =>
  instance.call({
    method: "PUT",
    path: "/v1/contacts/{contactId}",
    params: { contactId },
    body: { identities, attributes: { name: "Li Ming", country: "GB", stage: "prospect" } },
  });
