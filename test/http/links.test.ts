import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { EMULATOR_ACCESS } from "../../lib/store/create-table.ts";
import { createDynamoScanner } from "../../lib/store/dynamo-scanner.ts";
import { itemsOf } from "../../lib/store/scanner.ts";
import type { Item } from "../../lib/store/store.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const NOW = "2026-11-23T10:00:00.000Z";
const DAY_MS = 86_400_000;

let gate: TestGate;
beforeAll(async () => {
  const purposes = { marketing: {}, transactional: { obeys: "hard", counts: false } };
  gate = await startTestGate({ policy: { id: "links", timezone: "UTC", purposes, rules: [] } });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

interface Links {
  readonly listUnsubscribe: string;
  readonly listUnsubscribePost: string;
  readonly preferencesUrl: string;
}

const links = async (body: Fields): Promise<Links> => {
  const reply = await gate.send<Links>("POST /v1/links", { body });
  expect(reply.status).toBe(200);
  return reply.body;
};
/** Path of the link to unsubscribe. */
const unsubscribePath = async (body: Fields): Promise<string> =>
  new URL((await links(body)).listUnsubscribe.slice(1, -1)).pathname;

/** The parts of a token: the key's id, the claims, the hash. */
const claimsIn = (path: string): string[] => path.slice("/u/".length).split(".");

const ONE_CLICK = {
  raw: Buffer.from("List-Unsubscribe=One-Click"),
  headers: { "content-type": "application/x-www-form-urlencoded" },
  key: null,
};
const click = (path: string) => gate.send<string>(`POST ${path}`, ONE_CLICK);

const MAIL = { channel: "email", department: "marketing", purpose: "marketing" };
const decisionOn = async (to: Fields, more: Fields = {}) => {
  const { decision, reasons } = await gate.check({ to, ...MAIL, mode: "dryRun", ...more });
  return decision === "allow" ? decision : reasons.map(({ code }) => code).join();
};

describe("POST /v1/links", () => {
  it("gives what a mail needs, without the address", async () => {
    const email = freshEmail();
    const made = await links({ to: { email }, topic: "promotions" });
    expect(made.listUnsubscribe).toMatch(new RegExp(`^<${gate.url}/u/[\\w.-]+>$`));
    expect(made.listUnsubscribePost).toBe("List-Unsubscribe=One-Click");
    expect(made.preferencesUrl).toMatch(new RegExp(`^${gate.url}/p/[\\w.-]+$`));
    const told = Object.values(made).join(" ");
    for (const encoding of ["utf8", "base64url", "hex"] as const) {
      expect(told).not.toContain(Buffer.from(email).toString(encoding).slice(0, 12));
    }
  });

  it("is refused with everything that is wrong with it", async () => {
    const problem = problemOf(
      await gate.send("POST /v1/links", { body: { to: { email: "nobody" }, topic: "", colour: "red" } }),
    );
    expect([problem.status, problem.issues.map(({ path }) => path).sort()]).toEqual([
      400,
      ["colour", "to.email", "topic"],
    ]);
  });

  it("is refused for an id that is nobody's, and without the scope", async () => {
    const nobody = await gate.send("POST /v1/links", { body: { to: { contactId: freshId() } } });
    expect(problemOf(nobody).code).toBe("contact_not_found");
    expect((await gate.send("POST /v1/links", { body: {}, key: null })).status).toBe(401);
  });
});

describe("one click", () => {
  it("silences the link's topic from then on, and nothing else", async () => {
    const to = { email: freshEmail() };
    const reply = await click(await unsubscribePath({ to, topic: "promotions" }));
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(reply.body).toContain("promotions");
    expect(await decisionOn(to, { topic: "promotions" })).toBe("opted_out");
    expect(await decisionOn(to, { topic: "news" })).toBe("allow");
    expect(await decisionOn(to)).toBe("allow");
  });

  it("silences the channel email without a topic, and nothing else", async () => {
    const id = freshId();
    const identities = [
      { type: "email", value: freshEmail() },
      { type: "phone", value: "+14155550100" },
    ];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
    await click(await unsubscribePath({ to: { contactId: id } }));
    const to = { contactId: id };
    expect(await decisionOn(to)).toBe("opted_out");
    expect(await decisionOn(to, { channel: "sms" })).toBe("allow");
    expect(await decisionOn(to, { purpose: "transactional" })).toBe("allow");
    const { body } = await gate.send<Fields>(`GET /v1/contacts/${id}/preferences`);
    expect(body).toMatchObject({ optOutAll: false, channels: { email: { optOut: true } }, topics: {} });
  });

  it.each([
    [
      "a multipart form",
      "multipart/form-data; boundary=x",
      `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`,
    ],
    ["JSON", "application/json", "{}"],
    ["no body", undefined, ""],
  ])("counts whatever is posted: %s", async (_, type, text) => {
    const to = { email: freshEmail() };
    const path = await unsubscribePath({ to });
    const headers: Record<string, string> = type === undefined ? {} : { "content-type": type };
    const reply = await gate.send(`POST ${path}`, { raw: Buffer.from(text), headers, key: null });
    expect([reply.status, await decisionOn(to)]).toEqual([200, "opted_out"]);
  });

  it("is the same when it comes again, and told on the timeline once, by the customer", async () => {
    const to = { email: freshEmail() };
    const path = await unsubscribePath({ to });
    for (let i = 0; i < 3; i++) expect((await click(path)).status).toBe(200);
    await gate.drain();
    const { contactId } = await gate.check({ to, ...MAIL, mode: "dryRun" });
    const { body } = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${contactId}/timeline`);
    expect(body.items).toMatchObject([
      { type: "preference", by: "customer", changes: [{ path: "channels.email.optOut", to: true }] },
    ]);
  });

  it("never makes a hard no a softer one", async () => {
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, {
      body: { identities: [{ type: "email", value: freshEmail() }] },
    });
    const channels = { email: { optOut: "hard", maxPerWeek: 1 } };
    await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: { channels, maxPerWeek: 2 } });
    await click(await unsubscribePath({ to: { contactId: id } }));
    const { body } = await gate.send<Fields>(`GET /v1/contacts/${id}/preferences`);
    expect(body).toMatchObject({ channels, maxPerWeek: 2 });
  });

  it("reaches the person whose address it is by then", async () => {
    const email = freshEmail();
    const path = await unsubscribePath({ to: { email } });
    const id = freshId();
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "email", value: email }] } });
    await click(path);
    expect(await decisionOn({ contactId: id })).toBe("opted_out");
  });

  it("works to the last second of 400 days, and is answered with a page after that", async () => {
    const to = { email: freshEmail() };
    const path = await unsubscribePath({ to });
    gate.setClock(new Date(Date.parse(NOW) + 400 * DAY_MS).toISOString());
    const late = await click(path);
    expect([late.status, late.body.includes("too old")]).toEqual([410, true]);
    gate.setClock(new Date(Date.parse(NOW) + 400 * DAY_MS - 1_000).toISOString());
    expect((await click(path)).status).toBe(200);
  });
});

describe("a link that was not made here", () => {
  it("changes nothing, whoever it is about, and is answered with a page", async () => {
    const [to, other] = [{ email: freshEmail() }, { email: freshEmail() }];
    const [path, othersPath] = [await unsubscribePath({ to }), await unsubscribePath({ to: other })];
    const [keyId = "", claims = "", mac = ""] = claimsIn(path);
    const [, othersClaims = ""] = claimsIn(othersPath);
    const pageToken = new URL((await links({ to })).preferencesUrl).pathname.split("/p/")[1];
    const forged = [
      ...[`${keyId}.${othersClaims}.${mac}`, `${keyId}.${claims}.${mac.slice(1)}`, `${keyId}.${claims}.`],
      ...[
        `${keyId}.${claims}`,
        `${keyId}`,
        `x${keyId.slice(1)}.${claims}.${mac}`,
        pageToken,
        "x".repeat(3_000),
      ],
    ];
    for (const token of forged) {
      for (const reply of [
        await click(`/u/${token}`),
        await gate.send<string>(`GET /u/${token}`, { key: null }),
      ]) {
        expect([token, [400, 404].includes(reply.status)]).toEqual([token, true]);
        expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
        expect(reply.body).toContain("This link does not work");
      }
    }
    expect([await decisionOn(to), await decisionOn(other)]).toEqual(["allow", "allow"]);
  });
});

describe("a link scanner", () => {
  it("changes nothing, however often it opens and asks for the head of a link", async () => {
    const to = { email: freshEmail() };
    await gate.check({ to, ...MAIL });
    await gate.drain();
    const path = await unsubscribePath({ to, topic: "promotions" });
    const before = await everything();
    for (let i = 0; i < 100; i++) {
      expect((await gate.send<string>(`GET ${path}`, { key: null })).body).toContain(
        "Nothing has changed yet",
      );
      expect(await gate.send(`HEAD ${path}`, { key: null })).toMatchObject({ status: 200, body: null });
    }
    await gate.drain();
    expect(await everything()).toEqual(before);
  });

  async function everything(): Promise<readonly Item[]> {
    const scanner = createDynamoScanner({
      ...{ tableName: "touchgate", endpoint: gate.emulator.endpoint, ...EMULATOR_ACCESS },
    });
    const items: Item[] = [];
    for await (const item of itemsOf(scanner, { segment: 0, segments: 1 })) items.push(item);
    return items;
  }
});

describe("the page that asks", () => {
  it("speaks the visitor's language, runs nothing, and is kept by nobody", async () => {
    const path = await unsubscribePath({ to: { email: freshEmail() }, topic: `<b>"新品"</b>` });
    const get = (query: string, headers = {}) =>
      gate.send<string>(`GET ${path}${query}`, { key: null, headers });
    const english = await get("");
    expect(english.body).toContain("&lt;b&gt;&quot;新品&quot;&lt;/b&gt;");
    expect(english.body).not.toMatch(/<script|onclick|https?:/);
    expect(english.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(english.headers.get("cache-control")).toBe("no-store");
    expect(english.headers.get("referrer-policy")).toBe("no-referrer");
    expect(english.headers.get("x-robots-tag")).toContain("noindex");
    expect((await get("", { "accept-language": "zh-CN,zh;q=0.9" })).body).toContain("要退订吗");
    expect((await get("?lang=zh")).body).toContain(`lang="zh-CN"`);
    expect((await get("?lang=en", { "accept-language": "zh" })).body).toContain("Unsubscribe?");
  });
});
