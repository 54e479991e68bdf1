import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const FOLDER = new URL("../../docs/integrations/", import.meta.url);
const pageOf = (name: string): string => readFileSync(new URL(name, FOLDER), "utf8");
const pages = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));

const POLICY = {
  ...{ id: "platforms", timezone: "UTC", departments: ["marketing", "sales"] },
  purposes: { marketing: {}, sales: {} },
  rules: [{ id: "daily", kind: "cap", max: 2, window: { rolling: "P1D" } }],
};

let gate: TestGate;
const keys: Record<string, string> = {};
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  // The keys that the pages have one make.
  for (const [name, scopes] of Object.entries({ post: ["check"], get: ["check:get"] })) {
    for (const department of ["marketing", "sales"]) {
      const { body } = await gate.send("POST /v1/keys", { body: { scopes, department } });
      keys[`${name} ${department}`] = String((body as Fields).key);
    }
  }
});
afterAll(() => gate.stop());

const blocksOf = (page: string, kind: string): string[] =>
  [...pageOf(page).matchAll(new RegExp(`^ *\`\`\`${kind}\\n([\\s\\S]*?)^ *\`\`\``, "gm"))].map(
    ([, block = ""]) => block,
  );

/** A request as a page says that it arrives, for another person and under another key. */
interface Recorded {
  readonly page: string;
  readonly text: string;
}
const recorded: readonly Recorded[] = pages.flatMap((page) =>
  blocksOf(page, "http").map((text) => ({ page, text })),
);

interface Person {
  readonly email: string;
  readonly phone: string;
}
const freshPerson = (): Person => ({ email: freshEmail(), phone: freshPhone() });

/** Who is meant in the pages, and any one else in their place. */
const meant = (text: string, { email, phone }: Person): string =>
  text
    .replaceAll("li@example.com", email)
    .replaceAll("li%40example.com", encodeURIComponent(email))
    .replaceAll("+14155550123", phone)
    .replaceAll('"13800138000","region":"CN"', `"${phone}"`);

async function send({ text }: Recorded, person: Person, id: string) {
  const [head = "", body] = meant(text, person).trimEnd().split("\n\n");
  const [line = "", ...rest] = head.split("\n");
  const [method = "", path = ""] = line.split(" ");
  const { Host: _, ...headers } = Object.fromEntries(rest.map((one) => one.split(": "))) as Record<
    string,
    string
  >;
  const key = keys[`${method.toLowerCase()} ${text.includes('"sales"') ? "sales" : "marketing"}`] ?? "";
  const basic = `Basic ${Buffer.from(`twilio:${key}`).toString("base64")}`;
  const authorization = headers.Authorization?.startsWith("Basic") ? basic : `Bearer ${key}`;
  const own = headers["Idempotency-Key"] === undefined ? {} : { "Idempotency-Key": id };
  const response = await fetch(`${gate.url}${path.replace(/(?<=nonce=)[^&]+/, id)}`, {
    method,
    headers: { ...headers, ...own, Authorization: authorization },
    ...(body !== undefined && { body }),
  });
  const answer = await response.text();
  const read = path.includes("shape=text")
    ? { decision: answer.split(" ")[0], told: answer.split(" ")[1] }
    : (JSON.parse(answer) as Fields);
  return { status: response.status, denies: Number(/denyStatus=(\d+)/.exec(path)?.[1] ?? 200), ...read } as {
    readonly status: number;
    readonly denies: number;
    readonly decision: string;
    readonly touchId?: string;
    readonly told?: string;
  };
}

describe.each(recorded.map((one) => [one.page, one] as const))(
  "the request of docs/integrations/%s",
  (_, request) => {
    const isKeyed = /Idempotency-Key|nonce=/.test(request.text);

    it("is allowed up to the cap, answered in its shape, and counted once under its key", async () => {
      const [person, id] = [freshPerson(), freshId()];
      const first = await send(request, person, id);
      expect(first).toMatchObject({ status: 200, decision: "allow" });
      const touch = first.touchId ?? first.told;
      expect(touch).toMatch(/^t_/);
      if (isKeyed) {
        const again = await send(request, person, id);
        expect(again.touchId ?? again.told).toBe(touch);
      }
      expect(await send(request, person, freshId())).toMatchObject({ decision: "allow" });
      const over = await send(request, person, freshId());
      expect([over.decision, over.status]).toEqual(["defer", over.denies]);
    });

    it("is denied for who wants nothing", async () => {
      const [person, contactId] = [freshPerson(), freshId()];
      const identities = Object.entries(person).map(([type, value]) => ({ type, value }));
      await gate.send(`PUT /v1/contacts/${contactId}`, { body: { identities } });
      await gate.send(`PUT /v1/contacts/${contactId}/preferences`, { body: { optOutAll: true } });
      const denied = await send(request, person, freshId());
      expect([denied.decision, denied.status]).toEqual(["deny", denied.denies]);
    });
  },
);

/** Fields of a body, also of one inside another. */
const fieldsOf = (body: object): string[] =>
  Object.entries(body).flatMap(([name, value]) =>
    typeof value === "object" ? fieldsOf(value).map((inner) => `${name}.${inner}`) : [name],
  );

it.each(["braze.md", "customer-io.md", "twilio.md"])(
  "the template of %s asks what its request asks",
  (page) => {
    const [template = ""] = /^ *\{"to":\{.*\}$/m.exec(pageOf(page)) ?? [];
    const [, sent = ""] = (blocksOf(page, "http")[0] ?? "").split("\n\n");
    expect(fieldsOf(JSON.parse(template.replaceAll(/\{\{.*?\}\}\}?/g, "x")))).toEqual(
      fieldsOf(JSON.parse(sent)),
    );
  },
);

/** The code of a page, as its platform loads it. */
function load(
  page: string,
  env: Readonly<Record<string, string>>,
): Record<string, (...args: never[]) => unknown> {
  const exports = {};
  const silent = { log: () => {} };
  const [code = ""] = blocksOf(page, "js");
  runInNewContext(code, { exports, process: { env }, console: silent, fetch, AbortSignal });
  return exports;
}

const touchesOf = async (to: Fields, channel: string) => {
  const asked = { to, channel, department: "sales", purpose: "sales", mode: "dryRun", include: ["recent"] };
  return ((await gate.check(asked)).recent ?? []) as readonly Fields[];
};
const nowhere = async (): Promise<string> => {
  const closed = createServer().listen(0, "127.0.0.1");
  await once(closed, "listening");
  const { port } = closed.address() as AddressInfo;
  closed.close();
  return `http://127.0.0.1:${port}`;
};

describe("the code of docs/integrations/hubspot.md", () => {
  const run = async (email: string, callbackId: string, env: Readonly<Record<string, string>> = {}) => {
    const main = load("hubspot.md", {
      GATE_URL: gate.url,
      TOUCHGATE_KEY: keys["post marketing"] ?? "",
      ...env,
    }).main;
    return new Promise<Fields>((resolve) => {
      const event = {
        callbackId,
        object: { objectType: "CONTACT", objectId: 4 },
        inputFields: { email, campaign: "spring" },
      };
      main?.(
        event as never,
        (({ outputFields }: { readonly outputFields: Fields }) => resolve(outputFields)) as never,
      );
    });
  };

  it("hands on the decision, and makes one touch of a run that is repeated", async () => {
    const [email, id] = [freshEmail(), freshId()];
    const first = await run(email, id);
    expect(first).toMatchObject({ decision: "allow", touchId: expect.stringMatching(/^t_/) });
    expect(await run(email, id)).toMatchObject({ touchId: first.touchId });
    await run(email, freshId());
    expect(await run(email, freshId())).toMatchObject({
      ...{ decision: "defer", touchId: "", waitSeconds: expect.stringMatching(/^\d+$/) },
      message: expect.stringContaining("2 of at most 2"),
    });
  });

  it("defers without a gate, and denies for a wrong key", async () => {
    expect(await run(freshEmail(), freshId(), { GATE_URL: await nowhere() })).toMatchObject({
      decision: "defer",
    });
    expect(await run(freshEmail(), freshId(), { TOUCHGATE_KEY: "tg_nobody" })).toMatchObject({
      ...{ decision: "deny", message: expect.stringContaining("unauthenticated") },
    });
  });
});

describe("the Function of docs/integrations/twilio.md", () => {
  const run = (phone: string, job: string, sent: () => Promise<object>, url = gate.url) => {
    const { handler } = load("twilio.md", {});
    const context = {
      ...{ GATE_URL: url, GATE_KEY: keys["post marketing"], MESSAGING_SERVICE_SID: "MG1" },
      getTwilioClient: () => ({ messages: { create: sent } }),
    };
    const event = { to: phone, body: "It is here.", campaign: "spring", job };
    return new Promise<Fields>((resolve) => {
      handler?.(context as never, event as never, ((_: null, answer: Fields) => resolve(answer)) as never);
    });
  };

  it("reserves, sends and confirms; does not send over the cap", async () => {
    const phone = freshPhone();
    const sent = async () => ({ sid: "SM1" });
    expect(await run(phone, freshId(), sent)).toMatchObject({ sent: true, sid: "SM1" });
    expect(await run(phone, freshId(), sent)).toMatchObject({ sent: true });
    const never = async () => expect.unreachable();
    expect(await run(phone, freshId(), never)).toMatchObject({ sent: false, gate: { decision: "defer" } });
    expect((await touchesOf({ phone }, "sms")).map(({ state }) => state)).toEqual(["confirmed", "confirmed"]);
  });

  it("gives the place back when Twilio refuses, keeps it when nobody knows, and sends nothing without a gate", async () => {
    const phone = freshPhone();
    const refused = async () =>
      Promise.reject(Object.assign(new Error("not a mobile number"), { status: 400 }));
    expect(await run(phone, freshId(), refused)).toMatchObject({ sent: false, fault: "not a mobile number" });
    const broken = async () => Promise.reject(new Error("socket hang up"));
    expect(await run(phone, freshId(), broken)).toMatchObject({ sent: false });
    expect((await touchesOf({ phone }, "sms")).map(({ state }) => state).sort()).toEqual([
      "released",
      "reserved",
    ]);
    const never = async () => expect.unreachable();
    expect(await run(phone, freshId(), never, await nowhere())).toMatchObject({ sent: false });
  });
});

describe("the function of docs/integrations/klaviyo.md", () => {
  it("writes the decision to the profile, and what is no allow when the gate does not answer", async () => {
    const told: string[] = [];
    const klaviyo = createServer(async (request, response) => {
      told.push(`${request.method} ${request.url} ${Buffer.concat(await request.toArray())}`);
      response.end("{}");
    }).listen(0, "127.0.0.1");
    await once(klaviyo, "listening");
    const { port } = klaviyo.address() as AddressInfo;
    const env = {
      GATE_KEY: keys["post marketing"] ?? "",
      KLAVIYO_URL: `http://127.0.0.1:${port}`,
      KLAVIYO_KEY: "pk",
    };
    const asked = { profileId: "01HK", email: freshEmail(), flow: "spring", message: "XyZ1" };
    const up = load("klaviyo.md", { ...env, GATE_URL: gate.url });
    expect(await up.gate?.(asked as never)).toEqual({ decision: "allow", told: true });
    expect(await up.gate?.(asked as never)).toEqual({ decision: "allow", told: true });
    expect(await touchesOf({ email: asked.email }, "email")).toHaveLength(1);
    const down = load("klaviyo.md", { ...env, GATE_URL: await nowhere() });
    expect(await down.gate?.(asked as never)).toEqual({ decision: "unknown", told: true });
    const line = (decision: string) =>
      `PATCH /api/profiles/01HK {"data":{"type":"profile","id":"01HK","attributes":{"properties":{"gate_decision":"${decision}"}}}}`;
    expect(told).toEqual(["allow", "allow", "unknown"].map(line));
    klaviyo.close();
  });
});

describe("the pages of docs/integrations", () => {
  it("are all in the table, with what was tried", () => {
    const table = pageOf("README.md");
    const linked = new Set([...table.matchAll(/\]\(([\w-]+\.md)/g)].map(([, page]) => page));
    expect(pages.filter((page) => page !== "README.md" && !linked.has(page))).toEqual([]);
    for (const row of table.match(/^\| \[.*$/gm) ?? []) expect(row.split("|")).toHaveLength(8);
  });

  it.each(pages)("%s: every link leads somewhere", (page) => {
    for (const [, link = ""] of pageOf(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)) {
      expect(existsSync(new URL(link, FOLDER)), link).toBe(true);
    }
  });
});
