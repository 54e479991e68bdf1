import { join } from "node:path";
import { type Client, GateProblem, GateUnavailable } from "../../client/client.ts";
import type { Files, Folders } from "./files.ts";
import { awaitedPath, type Kept } from "./take-event.ts";
import { type Hook, tellHook } from "./tell-hook.ts";

/** How what was kept is told to the gate. */
export interface Delivering {
  readonly gate: Client;
  /** Undefined when nobody has set one up: words of customers wait until then. */
  readonly hook: Hook | undefined;
  readonly files: Files;
  readonly folders: Folders;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** One line of what needs a person; smsd puts it into its log. */
  readonly warn: (line: string) => void;
}

/** How a round went. */
export interface Delivered {
  readonly told: number;
  /** The gate will never take them: they are in `refused/`. */
  readonly refused: number;
  readonly waiting: number;
}

/**
 * Tells what was kept, the oldest first, and forgets each once the gate has it. Killed in between, it is told again, which
 * changes nothing: outcomes are told once, and the gate knows words by their ids.
 */
export async function deliverKept(delivering: Delivering, most: number): Promise<Delivered> {
  const { files, folders, warn } = delivering;
  const names = files.list(folders.events);
  let [told, refused] = [0, 0];
  const needing = new Set<string>();
  for (const name of names) {
    if (told + refused >= most) break;
    const path = join(folders.events, name);
    try {
      const kept = read(path, delivering);
      if (kept === undefined) continue;
      if ((await tell(kept, delivering)) === "later") continue;
      files.remove(path);
      told += 1;
    } catch (fault) {
      if (fault instanceof GateUnavailable) {
        needing.add(`the gate does not answer: ${fault.message}`);
        break;
      }
      if (!(fault instanceof GateProblem)) throw fault;
      if (isOurs(fault)) {
        needing.add(`the gate refuses to listen: ${fault.message}`);
        continue;
      }
      files.move(path, join(folders.refused, name));
      warn(`the gate does not take ${name}, it is in ${folders.refused}: ${fault.message}`);
      refused += 1;
    }
  }
  for (const line of needing) warn(line);
  return { told, refused, waiting: names.length - told - refused };
}

function read(path: string, { files }: Delivering): Kept | undefined {
  const found = files.read(path);
  return found && (JSON.parse(Buffer.from(found.bytes).toString("utf8")) as Kept);
}

/** A key, a scope or an address of the gate that has to be mended: until then it waits. */
const isOurs = ({ status, code }: GateProblem): boolean =>
  code === "unknown" || status === 401 || status === 403 || code === "no_route";

async function tell(kept: Kept, delivering: Delivering): Promise<"told" | "later"> {
  const { gate, hook, nowMs, warn } = delivering;
  switch (kept.kind) {
    case "failed":
      await gate.tellOutcome(kept.touchId, { outcome: "failed", at: kept.at });
      return "told";
    case "unasked":
      await tellUnasked(kept, delivering);
      return "told";
    case "report":
      return tellReport(kept, delivering);
    case "said": {
      if (hook === undefined) {
        warn("what customers write waits for a secret of the hook: TOUCHGATE_HOOK_SECRET");
        return "later";
      }
      const { id, from, text, at } = kept;
      const event = { type: "message", id, at, channel: "sms", from, text };
      await tellHook(hook, { id, event, nowMs: nowMs() });
      return "told";
    }
  }
}

/** Under the key of the check: should that have reached the gate after all, it is one touch. */
async function tellUnasked(
  { id, at, touch }: Kept & { readonly kind: "unasked" },
  { gate }: Delivering,
): Promise<void> {
  const item = { ...touch, to: touch.to ?? {}, at, idempotencyKey: id } as Parameters<
    Client["tellTouches"]
  >[0][number];
  const [answer] = (await gate.tellTouches([item])).items;
  if (answer === undefined) throw new GateUnavailable("what answered is no gate");
  if (!("problem" in answer) || answer.problem.code === "idempotency_conflict") return;
  if (answer.status >= 500 || answer.status === 429) throw new GateUnavailable(answer.problem.detail);
  throw new GateProblem(answer.status, answer.problem as object);
}

/** The handler of the sending may still be at work. */
const EARLY_MS = 3_600_000;

async function tellReport(
  kept: Kept & { readonly kind: "report" },
  { gate, files, folders, nowMs }: Delivering,
): Promise<"told" | "later"> {
  const path = awaitedPath(kept, { folders });
  const found = files.read(path);
  // Nobody asked for it, or it is none of ours.
  if (found === undefined) return Date.parse(kept.at) > nowMs() - EARLY_MS ? "later" : "told";
  const touchId = Buffer.from(found.bytes).toString("utf8");
  await gate.tellOutcome(touchId, { outcome: kept.outcome, at: kept.at });
  files.remove(path);
  return "told";
}

/** The longest time in which a service centre still tries, as smsd asks of it. */
const AWAITED_MS = 63 * 7 * 24 * 3_600_000;

/** Forgets messages of which no report will come any more. */
export function clearAwaited({ files, folders }: Pick<Delivering, "files" | "folders">, nowMs: number): void {
  for (const name of files.list(folders.awaited)) {
    const path = join(folders.awaited, name);
    if ((files.modifiedAtMs(path) ?? nowMs) < nowMs - AWAITED_MS) files.remove(path);
  }
}
