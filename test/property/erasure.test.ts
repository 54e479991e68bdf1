import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eraseContact } from "../../functions/contacts/erase.ts";
import { exportContact } from "../../functions/contacts/export.ts";
import { timeline } from "../../functions/contacts/timeline.ts";
import type { Call } from "../../functions/shared/http.ts";
import { exportText } from "../../lib/cli/exporting/export-text.ts";
import { openSpill } from "../../lib/cli/exporting/spill.ts";
import { idsOf } from "../../lib/core/contact.ts";
import { emptyTally } from "../../lib/core/simulation/tally.ts";
import { findContact } from "../../lib/store/contacts.ts";
import { ITEM_KINDS, kindOfItem } from "../../lib/store/item-kinds.ts";
import { writeSimulation } from "../../lib/store/simulations.ts";
import type { Item } from "../../lib/store/store.ts";
import { addressed, ask, NOW, PHONE } from "../support/checking.ts";
import { crashingStore, type Mishap } from "../support/crashing-store.ts";
import { deliver, dump, erasingDeps, erasureWorld, POLICY, storeOf } from "../support/erasing.ts";
import { keyOf } from "../support/persons.ts";

type World = ReturnType<typeof erasureWorld>;

const IDS = ["ada-id", "bea-id", "cleo-id", "dora-id"] as const;
/** Two addresses and an id of another system each; a mailbox that several may list. */
const phone = (n: number) => ({ ...PHONE, value: `+49301234${n}` });
const email = (n: number) => ({ type: "email", value: `mail${n}@example.com`, regions: [], flags: [] });
const zoho = (n: number) => ({ type: "zoho", value: `zoho-id-${n}`, regions: [], flags: [] });
const ADDRESSES = IDS.flatMap((_, n) => [phone(n), email(n), zoho(n)]);
const nameOf = (n: number): string => `Name of ${IDS[n]}`;

const KINDS = [
  ...["put", "list", "remove", "merge", "unmerge", "suppress", "wish", "consent", "own", "lock", "touch"],
  ...["touchId", "find", "drain", "erase"],
] as const;
type Act = readonly [kind: (typeof KINDS)[number], who: number, which: number];

const act: fc.Arbitrary<Act> = fc.tuple(
  fc.constantFrom(...KINDS),
  fc.nat({ max: IDS.length - 1 }),
  fc.nat({ max: ADDRESSES.length - 1 }),
);

async function play(world: World, [kind, who, which]: Act): Promise<unknown> {
  const id = IDS[who] as string;
  const other = IDS[which % IDS.length] as string;
  const address = ADDRESSES[which] as (typeof ADDRESSES)[number];
  switch (kind) {
    case "put":
      return world.put(id, [phone(who), email(who), zoho(who)], { name: nameOf(who), company: "Acme GmbH" });
    case "list":
      return world.put(id, [address]);
    case "remove":
      return world.remove(id, address);
    case "merge":
      return world.merge(id, other);
    case "unmerge":
      return world.unmerge(id, other);
    case "suppress":
      return address.type === "zoho" ? undefined : world.suppress(address, `list-${which % 2}`);
    case "wish":
      return world.wish(id, `topic-${which % 3}`);
    case "consent":
      return world.consent(id, "a letter");
    case "own":
      return world.own(id, `agent-${which % 3}`);
    case "lock":
      return world.lock(id, "dispute");
    case "touch":
      return world.touch({ phone: phone(which % IDS.length).value }, "m-1");
    case "touchId":
      return world.touch({ contactId: id }, "m-2");
    case "find":
      return world.find(id);
    case "drain":
      return world.drain();
    default:
      return world.erase(id);
  }
}

/** What was known of a person when they were erased. */
interface Known {
  readonly ids: readonly string[];
  readonly keys: readonly string[];
  readonly names: readonly string[];
  readonly addresses: readonly (typeof ADDRESSES)[number][];
}

async function knownOf({ table }: World, id: string): Promise<Known | undefined> {
  const contact = await findContact({ store: table }, id);
  if (contact === undefined || contact.status === "erased") return undefined;
  const own = new Set(contact.identities.filter(({ shared }) => !shared).map(({ key }) => key));
  const ids = idsOf(contact);
  return {
    ids,
    keys: [...new Set([...ids, ...own])],
    names: IDS.flatMap((one, n) => (ids.includes(one) ? [nameOf(n)] : [])),
    addresses: ADDRESSES.filter((address) => own.has(keyOf(address))),
  };
}

/** What may name an erased id: its tombstones, that others were one with it, and that it listed what is another's. */
const mayName = ({ pk, sk }: Item, id: string): boolean =>
  pk === `C#${id}` || (pk.startsWith("C#") && (sk === "#" || sk === "MERGE" || /^[AL]#/.test(sk)));

/** Of the erased nothing is found in the table but tombstones. */
async function expectNothingOf(world: World, { ids, keys, names, addresses }: Known): Promise<void> {
  const items = await dump(world.table);
  const listed = new Set<string>();
  for (const { pk, sk } of items) {
    if (sk !== "#" || !pk.startsWith("C#")) continue;
    const contact = await findContact({ store: world.table }, pk.slice(2));
    for (const { key } of contact?.identities ?? []) listed.add(key);
  }
  const inClear = addresses.filter((address) => !listed.has(keyOf(address))).map(({ value }) => value);
  for (const item of items) {
    const text = JSON.stringify(item);
    expect(kindOfItem(item), text).toBeDefined();
    for (const value of [...names, ...inClear]) expect(text).not.toContain(value);
    for (const id of ids) if (text.includes(id)) expect(mayName(item, id), text).toBe(true);
    const key = keys.find((one) => item.pk === `C#${one}`);
    if (key === undefined) continue;
    const isTombstone = item.sk === "#" ? item.status === "erased" : item.of === undefined;
    const stays = ["#", "ERASED"].includes(item.sk) || /^(L#|A#.*-erased$)/.test(item.sk);
    expect([isTombstone, stays], text).toEqual([true, true]);
  }
}

const NOT_PUT = { ...PHONE, value: "+4930999999" };

describe("an erased person", () => {
  it("is found nowhere in the table, whatever happened to them before, and is denied by all they were known by", async () => {
    let erased = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 40 }), async (acts) => {
        const world = erasureWorld();
        for (const [who] of IDS.entries()) await play(world, ["put", who, 0]);
        for (const one of acts) await play(world, one);
        const known = await knownOf(world, IDS[0]);
        if (known === undefined) return;
        erased++;
        expect(await world.erase(IDS[0])).toBe("gone");
        await expectNothingOf(world, known);
        // Whatever the stream has told, or not yet, comes after all, again and in another order.
        await deliver(world.table, [...world.images].reverse());
        await deliver(world.table, world.images);
        await expectNothingOf(world, known);
        expect(await world.erase(IDS[0])).toBe("gone");
        const askers = [
          ...known.ids.map((contactId) => ({ contactId })),
          ...known.addresses.filter(({ type }) => type === "phone").map(addressed),
        ];
        for (const to of askers) {
          const checked = await ask(world.deps, { to, policy: POLICY });
          expect(checked).toMatchObject({
            verdict: { decision: "deny", reasons: [{ code: "suppressed", details: { because: "erased" } }] },
          });
        }
      }),
      { numRuns: 400 },
    );
    expect(erased).toBeGreaterThan(200);
  }, 120_000);

  it("leaves others as they were", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
        const world = erasureWorld();
        for (const [who] of IDS.entries()) await play(world, ["put", who, 0]);
        for (const one of acts) await play(world, one);
        await world.drain();
        const known = await knownOf(world, IDS[0]);
        if (known === undefined) return;
        const isTheirs = ({ pk }: Item) => known.keys.some((key) => pk === `C#${key}`);
        const personal = (items: readonly Item[]) =>
          items.filter(
            (item) => item.pk.startsWith("C#") && !isTheirs(item) && /^(CARD|T#|A#|O#)/.test(item.sk),
          );
        const before = personal(await dump(world.table));
        await world.erase(IDS[0]);
        expect(personal(await dump(world.table))).toEqual(before);
      }),
      { numRuns: 100 },
    );
  }, 120_000);
});

/** A person of two, with one who was taken out of them, and with everything that can be held of a person. */
async function richWorld(): Promise<World> {
  const world = erasureWorld();
  for (const who of [0, 1, 2]) await play(world, ["put", who, 0]);
  await world.put(IDS[3], [phone(3), email(0)]);
  // What they share with somebody who has it first.
  await world.put(IDS[0], [phone(3)]);
  const acts: readonly Act[] = [
    ...[0, 1, 2].flatMap((who): Act[] => [
      ...[["wish", who, 1] as const, ["consent", who, 0] as const, ["own", who, 0] as const],
      ...[["own", who, 1] as const, ["lock", who, 0] as const, ["touch", 0, who] as const],
      ...[["touchId", who, 0] as const, ["suppress", 0, who * 3] as const],
    ]),
    ["drain", 0, 0],
    ["merge", 0, 1],
    ["drain", 0, 0],
    ["merge", 0, 2],
    ["unmerge", 0, 2],
    ["find", 0, 0],
    ["touch", 0, 1],
  ];
  for (const one of acts) expect((await play(world, one)) ?? {}).not.toHaveProperty("refused");
  expect(await world.hear(phone(0), "enough of it")).toBe("review");
  // Somebody tried a policy on what they were sent.
  const tried = [...IDS.slice(0, 4)].map((contact) => ({ contact, touches: 2, stopped: 1 }));
  const told = { at: "2026-01-01T00:00:00.000Z", department: "sales", channel: "call", purpose: "sales" };
  const sample = { ...told, decision: "deny" as const, nextAllowedAt: null, reasons: [], lot: 1 };
  await writeSimulation(world.table, {
    ...{ id: "sim_1", state: "done", createdAt: NOW, by: null, policy: {}, against: 1, from: NOW, to: NOW },
    ...{ sample: 4, progress: { segments: 1, done: 1, after: undefined, contacts: 4 } },
    tally: {
      ...emptyTally(),
      hardest: tried,
      samples: IDS.slice(0, 4).map((contact) => ({ ...sample, contact })),
    },
    ...{ reason: undefined, version: 0 },
  });
  await world.drain();
  await world.touch({ phone: phone(0).value }, "after all was told");
  return world;
}

/** Where items are made whose kind a list may not know. */
const STORE = new URL("../../lib/store/", import.meta.url);

const eraseOver = (store: Parameters<typeof erasingDeps>[0]) =>
  eraseContact({
    ...{ deps: erasingDeps(store), contactId: IDS[1], ifMatch: undefined },
    told: { at: NOW, by: "steward" },
  });

describe("every kind of item", () => {
  it("is exported as it is said to be, in the file and to the person", async () => {
    const world = await richWorld();
    const folder = mkdtempSync(join(tmpdir(), "touchgate-kinds-"));
    const spill = openSpill(join(folder, "spill"));
    const { deps, table: scanner } = world;
    const lines: { kind: string }[] = [];
    const text = exportText({ deps, scanner, name: "a test", withPepper: true, spill });
    for await (const part of text) {
      for (const line of part.split("\n").filter(Boolean)) lines.push(JSON.parse(line));
    }
    rmSync(folder, { recursive: true });
    const written = new Set(lines.map(({ kind }) => kind));
    const known = new Set<string>(ITEM_KINDS.flatMap(({ exportedAs }) => exportedAs));
    expect([...written].filter((kind) => !known.has(kind) && kind !== "export" && kind !== "end")).toEqual(
      [],
    );
    const call = { deps, params: { contactId: IDS[0] } } as unknown as Call;
    const shown = (await exportContact(call)) as { body: Readonly<Record<string, unknown>> };
    const found = new Set((await dump(world.table)).map(kindOfItem));
    for (const kind of ITEM_KINDS.filter((one) => found.has(one.kind))) {
      const as = kind.exportedAs as readonly string[];
      expect([kind.kind, as.length === 0 || as.some((one) => written.has(one))]).toEqual([kind.kind, true]);
      if ("shownAs" in kind) expect(shown.body, kind.kind).toHaveProperty(kind.shownAs);
    }
  });

  it("stood in a table that an erasure and an export went over", async () => {
    const world = await richWorld();
    const found = new Set((await dump(world.table)).map(kindOfItem));
    expect(found).not.toContain(undefined);
    // Those of the gate itself are made when it is set up, and an audit's own when it runs.
    const OF_THE_GATE = [
      ...[
        "policy",
        "activePolicy",
        "pepper",
        "apiKey",
        "heldHistory",
        "rebuild",
        "auditRun",
        "genericValue",
        "erasure",
      ],
      ...["listAges", "change", "linkKeys", "hook", "hookProof"],
    ];
    const kinds = ITEM_KINDS.map(({ kind }) => kind as string);
    expect([...found, ...OF_THE_GATE].sort()).toEqual(kinds.sort());
    await world.erase(IDS[0]);
    expect(new Set((await dump(world.table)).map(kindOfItem))).toContain("erasure");
  });
});

describe("the list of the kinds of items", () => {
  it("knows every key that the store makes", () => {
    const sources = readdirSync(STORE).filter((name) => name.endsWith(".ts") && name !== "item-kinds.ts");
    const parts = sources.flatMap((name) => {
      const source = readFileSync(new URL(name, STORE), "utf8");
      return [...source.matchAll(/["`]([A-Z]+#?)(?:\$\{[^`]*|[A-Z]*)["`]/g)].map(([, part]) => String(part));
    });
    const patterns = ITEM_KINDS.flatMap(({ pk, sk }) => [pk, sk]).filter(({ source }) => source !== ".");
    const unknown = parts.filter(
      (part) => part.endsWith("#") && !patterns.some((pattern) => pattern.test(part)),
    );
    expect(unknown).toEqual([]);
    expect(parts).toEqual(expect.arrayContaining(["C#", "D#", "M#", "S#", "N#", "L#"]));
  });
});

describe("an erasure that crashes", () => {
  it("is completed by whoever asks again, or by the stream, and leaves what an undisturbed one leaves", async () => {
    const world = await richWorld();
    const before = await dump(world.table);
    const undisturbed = await storeOf(before);
    expect(await eraseOver(undisturbed)).toBe("gone");
    const left = await dump(undisturbed);
    const leftAndTold = await told(world, left);
    let crashes = 0;
    for (const kind of ["dies before", "dies after", "conflict"] as const) {
      for (let call = 0; ; call++) {
        const mishap: Mishap = { call, kind };
        const ended = await crashed(before, mishap);
        if (!ended.died) break;
        crashes++;
        const byAsking = await storeOf(ended.items);
        expect(await eraseOver(byAsking)).toBe("gone");
        expect(await dump(byAsking), `${kind} at ${call}`).toEqual(left);
        // Nobody asks again: if anything was erased, the stream has it, perhaps in another order.
        const isErased = ended.items.some(({ sk, status }) => sk === "#" && status === "erased");
        if (!isErased) continue;
        expect(await told(world, ended.items), `${kind} at ${call}, by the stream`).toEqual(leftAndTold);
      }
    }
    process.stdout.write(`  ${crashes} crashes, ${before.length} items before, ${left.length} after\n`);
    expect(crashes).toBeGreaterThan(50);
  }, 120_000);

  /** What stands once the stream has told everything, late and in no order. */
  async function told(world: World, items: readonly Item[]): Promise<readonly Item[]> {
    const table = await storeOf(items);
    const states = items.filter(({ sk }) => sk === "#");
    await deliver(table, [...world.images, ...states].reverse());
    await deliver(
      table,
      (await dump(table)).filter(({ sk }) => sk === "#"),
    );
    return dump(table);
  }

  async function crashed(before: readonly Item[], mishap: Mishap) {
    const table = await storeOf(before);
    let calls = 0;
    const counting = crashingStore(table, mishap);
    const counted = Object.fromEntries(
      Object.entries(counting).map(([name, call]) => [
        name,
        (...given: never[]) => {
          calls++;
          return (call as (...given: never[]) => unknown)(...given);
        },
      ]),
    ) as unknown as typeof counting;
    await eraseOver(counted).catch(() => {});
    return { items: await dump(table), died: calls > mishap.call };
  }
});

describe("an address of another's", () => {
  const noted = async ({ table }: World) =>
    (await dump(table)).filter(({ sk }) => sk.startsWith("L#")).map(({ sk }) => sk.slice(2));

  it("notes who lists it, until it leaves them or they are erased", async () => {
    const world = erasureWorld();
    for (const who of [0, 1, 2]) await play(world, ["put", who, 0]);
    await world.put(IDS[0], [phone(1)]);
    await world.put(IDS[2], [phone(1)]);
    expect(await noted(world)).toEqual([IDS[0], IDS[2]]);
    await world.remove(IDS[2], phone(1));
    expect(await noted(world)).toEqual([IDS[0]]);
    await world.erase(IDS[0]);
    expect(await noted(world)).toEqual([]);
  });

  it("is noted of the one who takes it along when two are taken apart", async () => {
    const world = erasureWorld();
    for (const who of [0, 1, 2]) await play(world, ["put", who, 0]);
    await world.merge(IDS[0], IDS[2]);
    await world.put(IDS[2], [phone(1)]);
    await world.unmerge(IDS[0], IDS[2]);
    expect(await noted(world)).toEqual([IDS[2]]);
  });
});

describe("an erasure that runs out of time", () => {
  it("has denied the person by then, is under way, and is ended by the stream", async () => {
    const world = await richWorld();
    for (let turn = 0; turn < 300; turn++) await world.touch({ phone: phone(0).value }, `m-${turn}`);
    await world.drain();
    const signal = AbortSignal.abort();
    const told = { at: NOW, by: "steward" };
    const known = await knownOf(world, IDS[0]);
    const asked = { deps: world.deps, contactId: IDS[0], ifMatch: undefined, told, signal };
    expect(await eraseContact(asked)).toBe("going");
    expect(await eraseContact(asked)).toBe("going");
    const to = { contactId: IDS[0] };
    expect(await ask(world.deps, { to, policy: POLICY })).toMatchObject({ verdict: { decision: "deny" } });
    const call = { deps: world.deps, params: to, query: {} } as unknown as Call;
    expect(await timeline(call)).toMatchObject({ status: 200, body: { items: [{ type: "erased" }] } });
    expect((await dump(world.table)).filter(({ sk }) => sk.startsWith("T#")).length).toBeGreaterThan(300);
    await world.drain();
    await expectNothingOf(world, known as Known);
    expect(await eraseContact(asked)).toBe("gone");
  });
});

describe("an address of an erased person", () => {
  it("is nobody's, and whoever lists it has it suppressed until it is taken off the list of the erased", async () => {
    const world = await richWorld();
    await world.erase(IDS[0]);
    await world.put("new", [phone(0), NOT_PUT]);
    const check = () => ask(world.deps, { to: addressed(phone(0)), policy: POLICY });
    expect(await check()).toMatchObject({
      contact: { contactId: "new" },
      verdict: { decision: "deny", reasons: [{ code: "suppressed", details: { list: "erased" } }] },
    });
    expect(await ask(world.deps, { to: addressed(NOT_PUT), policy: POLICY })).toMatchObject({
      verdict: { decision: "allow" },
    });
    await world.lift(phone(0), "erased");
    expect(await check()).toMatchObject({ verdict: { decision: "allow" } });
  });
});
