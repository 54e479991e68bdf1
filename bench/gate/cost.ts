import { epochMs } from "../../lib/core/time.ts";
import type { Figure, Progress } from "../support/figure.ts";
import { type Instance, startInstance } from "../support/instance.ts";
import { type Metered, meter, type Usage } from "../support/metered-client.ts";
import { startOwnEngine } from "../support/own-engine.ts";
import { fittingTouches, putContact } from "./fitting-touches.ts";

/** Noon in London, where the stranger's number is: calls are in hours. */
const NOON = epochMs(Date.UTC(2026, 10, 24, 12));

const ALLOWED = "1 read, 1 write; 1 RCU, 1 WCU";
const NOT_RECORDED = "1 read, 0 writes; 1 RCU, 0 WCU";
const READ_MORE = "2 reads, 1 write; 2 RCU, 1 WCU";

type Check = (to: object, fields?: object) => Promise<string>;

/**
 * Requests to the table and the capacity that the engine says they consumed, a check at a time through the
 * functions, as architecture.md, *Cost*, promises them.
 */
export async function measureCost(progress: Progress): Promise<Figure[]> {
  const engine = await startOwnEngine();
  try {
    const { client, store } = engine.another();
    const metered = meter(client);
    const before = await startInstance(store, NOON);
    for (const [contactId, identities] of Object.entries(CONTACTS)) {
      await putContact(before, { contactId, identities });
    }
    // A new instance: it has seen none of the links.
    const instance = await startInstance(store, NOON);
    const figures: Figure[] = [];
    for (const { name, bar, decision, run } of CASES) {
      const [decided, usage] = await metered(() => run(checkOf(instance)));
      if (decided !== decision) throw new Error(`${name}: expected ${decision}, got ${decided}`);
      const value = usageText(usage);
      figures.push({ name, value, bar, met: value === bar });
      progress(figures.length / (CASES.length + 1));
    }
    figures.push(...(await afterTheCheck(instance, metered)));
    figures.push(await fittingTouches(before, metered));
    return figures;
  } finally {
    await engine.stop();
  }
}

/** What ends a reservation, and what became of the touch: an outcome that a rule of the policy reads. */
async function afterTheCheck(instance: Instance, metered: Metered): Promise<Figure[]> {
  const to = { phone: "+442079460959" };
  const body = { to, channel: "call", department: "service", purpose: "service", mode: "reserve" };
  const reserved = async () => {
    const { touchId } = await instance.call({ method: "POST", path: "/v1/check", body });
    return { touchId: String(touchId) };
  };
  const kept = await reserved();
  const given = await reserved();
  const calls = [
    { name: "confirm", path: "/v1/touches/{touchId}/confirm", params: kept, body: {} },
    { name: "release", path: "/v1/touches/{touchId}/release", params: given, body: {} },
    { name: "outcome", path: "/v1/touches/{touchId}/outcomes", params: kept, body: { outcome: "bounced" } },
  ];
  const figures: Figure[] = [];
  for (const { name, ...call } of calls) {
    const [, usage] = await metered(() => instance.call({ method: "POST", ...call }));
    const value = usageText(usage);
    figures.push({ name, value, bar: ALLOWED, met: value === ALLOWED });
  }
  return figures;
}

interface CostCase {
  readonly name: string;
  readonly bar: string;
  readonly decision: "allow" | "defer";
  run(check: Check): Promise<string>;
}

const LINKED_EMAIL = { email: "li@example.com" };
const LINKED_PHONE = { phone: "+442079460001" };
const STRANGER = { phone: "+442079460958" };
const DRY = { mode: "dryRun" };
const CALL = { channel: "call" };
const CONTACTS = {
  "linked-1": [
    { type: "email", value: LINKED_EMAIL.email },
    { type: "phone", value: LINKED_PHONE.phone },
  ],
  "crm-1": [{ type: "email", value: "an@example.com" }],
};
/** After a touch by service, others hold back. */
const BY_SALES = { department: "sales", purpose: "sales" };

/** In this order: what a check recorded, and what its instance remembers, is there for the next. */
const CASES: readonly CostCase[] = [
  {
    name: "allowed, linked address not remembered",
    bar: READ_MORE,
    decision: "allow",
    run: (check) => check(LINKED_EMAIL),
  },
  {
    name: "allowed, linked address remembered",
    bar: ALLOWED,
    decision: "allow",
    run: (check) => check(LINKED_EMAIL),
  },
  {
    name: "denied, linked address remembered",
    bar: NOT_RECORDED,
    decision: "defer",
    run: (check) => check(LINKED_EMAIL, BY_SALES),
  },
  {
    name: "dry run, linked address not remembered",
    bar: "2 reads, 0 writes; 2 RCU, 0 WCU",
    decision: "allow",
    run: (check) => check(LINKED_PHONE, { ...DRY, ...CALL }),
  },
  {
    name: "allowed, by contactId",
    bar: ALLOWED,
    decision: "allow",
    run: (check) => check({ contactId: "crm-1" }),
  },
  {
    name: "denied, by contactId",
    bar: NOT_RECORDED,
    decision: "defer",
    run: (check) => check({ contactId: "crm-1" }, BY_SALES),
  },
  {
    name: "dry run, by contactId",
    bar: NOT_RECORDED,
    decision: "allow",
    run: (check) => check({ contactId: "crm-1" }, DRY),
  },
  {
    name: "allowed, stranger by phone, first touch",
    bar: ALLOWED,
    decision: "allow",
    run: (check) => check(STRANGER, CALL),
  },
  {
    name: "allowed, stranger by phone, later touch",
    bar: ALLOWED,
    decision: "allow",
    run: (check) => check(STRANGER, CALL),
  },
  {
    name: "denied, stranger by phone",
    bar: NOT_RECORDED,
    decision: "defer",
    run: (check) => check(STRANGER, { ...CALL, ...BY_SALES }),
  },
  {
    name: "dry run, address never seen",
    bar: NOT_RECORDED,
    decision: "allow",
    run: (check) => check({ email: "nobody@example.com" }, DRY),
  },
];

const checkOf =
  (instance: Instance): Check =>
  async (to, fields) => {
    const body = { to, channel: "email", department: "service", purpose: "service", ...fields };
    const { decision } = await instance.call({ method: "POST", path: "/v1/check", body });
    return String(decision);
  };

/** Requests and capacity units in words: `2 reads, 1 write; 2 RCU, 1 WCU`. */
function usageText({ reads, writes, readUnits, writeUnits }: Usage): string {
  const counted = (times: number, word: string) => `${times} ${word}${times === 1 ? "" : "s"}`;
  return `${counted(reads, "read")}, ${counted(writes, "write")}; ${readUnits} RCU, ${writeUnits} WCU`;
}
