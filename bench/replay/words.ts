import { CannotReplay } from "./cannot-replay.ts";

/** What the replay reads of the policy in force. */
export interface PolicyWords {
  readonly id: string;
  readonly purposes: Readonly<Record<string, { readonly requires?: readonly string[] }>>;
  /** Undefined when any name will do. */
  readonly departments?: readonly string[];
}

/** How the gate is asked about rows of one purpose of the log. */
export interface Words {
  readonly department: string;
  readonly purpose: string;
}

/** Who speaks when neither the caller nor the policy knows the log's purpose. */
const USUAL_DEPARTMENT = "sales";

/**
 * The policy's words for each purpose of a log. The department: as `named`; else that of the purpose's own
 * name; else sales; else the policy's first. The purpose: the log's own; else that of the department's name;
 * else the policy's first. Each only when the policy declares it.
 * @throws CannotReplay when `named` has a word that the log or the policy lacks, or a purpose requires a field
 * that logs do not have.
 */
export function wordsFor(
  purposesOfLog: readonly string[],
  policy: PolicyWords,
  named: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, Words> {
  const { departments } = policy;
  const stranger = [...named.keys()].find((purpose) => !purposesOfLog.includes(purpose));
  if (stranger !== undefined) {
    throw new CannotReplay(
      `--departments names ${stranger}, which is no purpose of the log (${purposesOfLog.join(", ")}).`,
    );
  }
  const unknown = [...named.values()].find((department) => departments?.includes(department) === false);
  if (unknown !== undefined) {
    throw new CannotReplay(
      `--departments names ${unknown}, which policy ${policy.id} does not declare (${departments?.join(", ")}).`,
    );
  }
  const departmentOf = (purpose: string): string => {
    const wanted = [named.get(purpose), purpose, USUAL_DEPARTMENT];
    const declared = wanted.find((name) => name !== undefined && departments?.includes(name));
    return declared ?? named.get(purpose) ?? departments?.[0] ?? USUAL_DEPARTMENT;
  };
  return new Map(
    purposesOfLog.map((purpose) => {
      const department = departmentOf(purpose);
      return [purpose, { department, purpose: purposeOf([purpose, department], policy) }];
    }),
  );
}

function purposeOf(wanted: readonly string[], { id, purposes }: PolicyWords): string {
  const purpose =
    wanted.find((name) => Object.hasOwn(purposes, name)) ?? (Object.keys(purposes)[0] as string);
  const lacking = purposes[purpose]?.requires?.filter((field) => field !== "agent") ?? [];
  if (lacking.length === 0) return purpose;
  throw new CannotReplay(
    `Purpose ${purpose} of policy ${id} requires ${lacking.join(", ")}, which a contact log does not have.`,
  );
}
