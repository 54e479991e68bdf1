import type { Contact, Suppression } from "../../lib/core/contact.ts";
import type { StateEvent, Told } from "../../lib/core/events.ts";
import { MOST_SUPPRESSIONS } from "../../lib/core/suppression-document.ts";
import { type Refusal, refuse } from "../shared/problem.ts";

/** What is asked for one address: to put it on a list, or to take it off. */
export type SuppressionChange =
  | { readonly change: "added"; readonly suppression: Suppression }
  | { readonly change: "removed"; readonly list: string };

/** What changes made of a contact's suppressions. */
export interface Applied {
  readonly suppressions: readonly Suppression[];
  /** At most one for each list. */
  readonly events: readonly Extract<StateEvent, { type: "suppression" }>[];
  /** What has ended, and leaves the state. */
  readonly ended: readonly Suppression[];
  /** For each change in order: undefined when it is as was asked. */
  readonly refusals: readonly (Refusal | undefined)[];
}

/**
 * Carries out changes for one address, in order. What is as asked already stays; what has ended leaves the state
 * with the next write.
 */
export function applyChanges(
  contact: Contact,
  of: {
    readonly identityKey: string;
    readonly changes: readonly SuppressionChange[];
    readonly told: Told;
    /** So many lists at most; left out, as many as a contact may stand on by what is asked of its own addresses. */
    readonly most?: number;
  },
): Applied {
  const { identityKey, changes, told, most = MOST_SUPPRESSIONS } = of;
  const isInForce = ({ expiresAt }: Suppression) => expiresAt === undefined || expiresAt > told.at;
  const inForce = contact.suppressions.filter(isInForce);
  const others = inForce.filter((one) => one.identityKey !== identityKey);
  const before = byList(inForce.filter((one) => one.identityKey === identityKey));
  const after = new Map(before);
  const refusals = changes.map((asked): Refusal | undefined => {
    if (asked.change === "removed") return after.delete(asked.list) ? undefined : notListed();
    const { suppression } = asked;
    const isNew = !after.has(suppression.list);
    if (isNew && others.length + after.size >= most) return tooMany();
    after.set(suppression.list, suppression);
    return undefined;
  });
  return {
    suppressions: [...others, ...after.values()],
    events: differences(before, after).map((difference) => ({ type: "suppression", ...told, ...difference })),
    ended: contact.suppressions.filter((one) => !isInForce(one)),
    refusals,
  };
}

type ByList = ReadonlyMap<string, Suppression>;

const byList = (suppressions: readonly Suppression[]) =>
  new Map(suppressions.map((suppression) => [suppression.list, suppression]));

function differences(before: ByList, after: ByList) {
  const added = [...after.values()]
    .filter((suppression) => !isSame(before.get(suppression.list), suppression))
    .map((suppression) => ({ change: "added" as const, suppression }));
  const removed = [...before.values()]
    .filter(({ list }) => !after.has(list))
    .map((suppression) => ({ change: "removed" as const, suppression }));
  return [...added, ...removed];
}

const isSame = (a: Suppression | undefined, b: Suppression): boolean =>
  a !== undefined && a.reason === b.reason && a.expiresAt === b.expiresAt;

const notListed = (): Refusal => refuse("suppression_not_found", "The address is not on this list.");

const tooMany = (): Refusal =>
  refuse(
    "limit_reached",
    `The contact stands on ${MOST_SUPPRESSIONS} lists already: take it off one of them first.`,
  );
