import { TouchgateError } from "../../core/errors.ts";

/** The words of a log and those of the policy that it is tried under do not fit, and what to do. */
export class BadLogWords extends TouchgateError {
  constructor(publicMessage: string) {
    super({ code: "bad_log_words", publicMessage });
  }
}

/** What is read of the policy. */
export interface PolicyWords {
  readonly id: string;
  readonly purposes: Readonly<Record<string, { readonly requires?: readonly string[] | undefined }>>;
  /** Undefined when any name will do. */
  readonly departments?: readonly string[] | undefined;
}

/** How the policy is asked about touches of one purpose of the log. */
export interface Words {
  readonly department: string;
  readonly purpose: string;
}

/** Who speaks when neither the caller nor the policy knows the log's purpose. */
const USUAL_DEPARTMENT = "sales";

/**
 * The policy's words for a purpose of a log. The department: as `named`; else that of the purpose's own name; else
 * sales; else the policy's first. The purpose: the log's own; else that of the department's name; else the policy's
 * first. Each only when the policy declares it.
 */
export function wordsOf(
  purpose: string,
  policy: PolicyWords,
  named: ReadonlyMap<string, string> = new Map(),
): Words {
  const { departments, purposes } = policy;
  const wanted = [named.get(purpose), purpose, USUAL_DEPARTMENT];
  const declared = wanted.find((name) => name !== undefined && departments?.includes(name));
  const department = declared ?? named.get(purpose) ?? departments?.[0] ?? USUAL_DEPARTMENT;
  const known = [purpose, department].find((name) => Object.hasOwn(purposes, name));
  return { department, purpose: known ?? (Object.keys(purposes)[0] as string) };
}

/** @throws BadLogWords when `--departments` names what the policy does not declare. */
export function checkNamed(named: ReadonlyMap<string, string>, { id, departments }: PolicyWords): void {
  const unknown = [...named.values()].find((department) => departments?.includes(department) === false);
  if (unknown === undefined) return;
  throw new BadLogWords(
    `--departments names ${unknown}, which policy ${id} does not declare (${departments?.join(", ")}).`,
  );
}
