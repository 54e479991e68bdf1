import { agreed, type Finding, nothingFound, seen } from "./finding.ts";
import type { MatchIdentity } from "./match-record.ts";
import type { MatchContext } from "./match-verdict.ts";
import { standingOf } from "./standing.ts";

/** Households and small firms share a number; a system's own id is made to name one. */
const PHONE_BITS = 14;
const SHARED_LINE_BITS = 3;
const OTHER_PHONE_BITS = -0.7;
const EXTERNAL_ID_BITS = 20;
/** Systems hold duplicates, or nobody would look for them: that one holds both is seen on one pair in ten that is one person. */
const OTHER_EXTERNAL_ID_BITS = -3;

/** Compares all phone numbers of two contacts. */
export function comparePhones(
  a: readonly MatchIdentity[],
  b: readonly MatchIdentity[],
  context: MatchContext,
): Finding {
  const ofA = phonesOf(a, context);
  const ofB = phonesOf(b, context);
  if (ofA.length === 0 || ofB.length === 0) return nothingFound("phone");
  const pairs = ofA.flatMap((one) =>
    ofB.filter((other) => other.value === one.value).map((other) => [one, other] as const),
  );
  if (pairs.length === 0) return seen("phone", OTHER_PHONE_BITS, "The phone numbers differ.");
  const personal = pairs.some((pair) => pair.every((phone) => standingOf(phone, context) === "personal"));
  if (personal) {
    return agreed("phone", "exact", { bits: PHONE_BITS, detail: "Both have the same phone number." });
  }
  const detail = "Both have the same phone number, but it stands for more people than one.";
  return seen("phone", SHARED_LINE_BITS, detail);
}

const phonesOf = (identities: readonly MatchIdentity[], context: MatchContext): readonly MatchIdentity[] =>
  identities.filter((identity) => identity.type === "phone" && standingOf(identity, context) !== "blocked");

/** Compares ids of other systems; a system that knows both under different ids speaks against. */
export function compareExternalIds(
  a: readonly MatchIdentity[],
  b: readonly MatchIdentity[],
  context: MatchContext,
): Finding {
  const ofA = idsOf(a, context);
  const ofB = idsOf(b, context);
  const same = ofA.find((one) => ofB.some((other) => other.type === one.type && other.value === one.value));
  if (same !== undefined) {
    const detail = `Both have the same id in ${same.type}.`;
    return agreed("externalId", "exact", { bits: EXTERNAL_ID_BITS, detail });
  }
  const [system] = ofA
    .map(({ type }) => type)
    .filter((type) => ofB.some((other) => other.type === type))
    .sort();
  if (system === undefined) return nothingFound("externalId");
  return seen("externalId", OTHER_EXTERNAL_ID_BITS, `They have different ids in ${system}.`);
}

const idsOf = (identities: readonly MatchIdentity[], context: MatchContext): readonly MatchIdentity[] =>
  identities.filter(
    (identity) =>
      identity.type !== "email" && identity.type !== "phone" && standingOf(identity, context) === "personal",
  );
