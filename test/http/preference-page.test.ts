import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type Fields,
  freshEmail,
  freshId,
  pathsOf,
  problemOf,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const NOW = "2026-11-23T10:00:00.000Z";
const POLICY = {
  id: "page",
  timezone: "Europe/Berlin",
  purposes: { marketing: {}, service: {} },
  rules: [],
  page: {
    name: { en: "Acme Ltd", zh: "艾克米公司" },
    color: "#c2410c",
    logo: "https://cdn.acme.example/logo.png",
    contact: { en: "Acme Ltd, 1 Main Street", zh: "艾克米公司" },
    links: [{ label: { en: "Privacy", zh: "隐私政策" }, url: "https://acme.example/privacy?a=1&b=2" }],
    topics: { promotions: { en: "Offers", zh: "优惠" }, news: "News" },
    departments: { marketing: { en: "Marketing team", zh: "市场部" } },
  },
};

let gate: TestGate;
beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

/** A customer with a page of their own. */
async function customer(preferences: Fields = {}) {
  const id = freshId();
  const identities = [
    { type: "email", value: freshEmail() },
    { type: "phone", value: "+14155550100" },
  ];
  await gate.send(`PUT /v1/contacts/${id}`, {
    body: { identities, attributes: { timezone: "Asia/Shanghai" } },
  });
  await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: preferences });
  const made = await gate.send("POST /v1/links", { body: { to: { contactId: id } } });
  const path = new URL(String(made.body.preferencesUrl)).pathname;
  const get = (query = "", headers = {}) => gate.send<string>(`GET ${path}${query}`, { key: null, headers });
  const seen = async () => decode(/name="seen" value="([^"]+)"/.exec((await get()).body)?.[1] ?? "");
  const post = (fields: readonly (readonly [string, string])[], headers: Record<string, string> = {}) =>
    fetch(`${gate.url}${path}`, {
      method: "POST",
      body: new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
      headers,
      redirect: "manual",
    });
  const wishes = async () => (await gate.send(`GET /v1/contacts/${id}/preferences`)).body;
  return { id, path, get, seen, post, wishes };
}
const decode = (text: string) => text.replaceAll("&quot;", '"').replaceAll("&amp;", "&");
const shown = (...names: string[]) => names.map((name) => ["shown", name] as const);
const ALL = shown("channel:email", "channel:sms", "channel:call", "topic:promotions", "topic:news");
const decisionOn = async (id: string, more: Fields) => {
  const check = { channel: "email", department: "marketing", purpose: "marketing", mode: "dryRun", ...more };
  const { decision, reasons } = await gate.check({ to: { contactId: id }, ...check });
  return decision === "allow" ? decision : reasons.map(({ code }) => code).join();
};

describe("the preference page", () => {
  it("is the company's, in the visitor's language, runs nothing and is kept by nobody", async () => {
    const { get } = await customer();
    const english = await get();
    expect(english.status).toBe(200);
    for (const text of [
      "Your contact preferences at Acme Ltd",
      "Offers",
      "News",
      "Acme Ltd, 1 Main Street",
    ]) {
      expect(english.body).toContain(text);
    }
    expect(english.body).toContain('href="https://acme.example/privacy?a=1&amp;b=2"');
    expect(english.body).not.toMatch(/<script| on[a-z]+=|@example|\+1415/);
    const csp = english.headers.get("content-security-policy");
    expect(csp).toContain("default-src 'none'");
    expect(csp).toContain("img-src data: https://cdn.acme.example;");
    expect(english.headers.get("cache-control")).toBe("no-store");
    expect(english.headers.get("set-cookie")).toBeNull();
    const chinese = await get("", { "accept-language": "zh-CN" });
    expect(chinese.body).toContain("您在艾克米公司的联系偏好");
    expect(chinese.headers.get("content-language")).toBe("zh-CN");
    expect((await get("?lang=zh")).body).toContain("优惠");
  });

  it("shows who contacted the customer lately, and nobody's address or name", async () => {
    const { id, get } = await customer();
    const mail = { department: "marketing", purpose: "marketing", topic: "promotions" };
    await gate.check({ to: { contactId: id }, channel: "email", agent: "u17", campaign: "d11", ...mail });
    const released = await gate.check({
      to: { contactId: id },
      channel: "call",
      department: "service",
      purpose: "service",
      mode: "reserve",
    });
    await gate.send(`POST /v1/touches/${released.touchId}/release`, { body: {} });
    const { body } = await get();
    expect(body).toContain("Email · Marketing team · Offers");
    expect(body).toContain("23 November 2026");
    expect(/Email · .*/.exec(body.slice(body.indexOf("lately")))?.[0]).toBe(
      "Email · Marketing team · Offers</li></ol>",
    );
    expect(body).not.toMatch(/Phone calls · |>[^<]*u17/);
  });

  it("saves what is chosen, which holds at the next check, and says so", async () => {
    const { id, get, seen, post, wishes } = await customer();
    const reply = await post([
      ...ALL,
      ["seen", await seen()],
      ["channel", "email"],
      ["channel", "call"],
      ["topic", "news"],
      ["maxPerWeek", "2"],
      ["from:call", "09:00"],
      ["to:call", "12:00"],
      ["from:sms", ""],
      ["to:sms", ""],
      ["pause", "none"],
    ]);
    expect(reply.status).toBe(303);
    expect(reply.headers.get("location")).toMatch(/\?lang=en&saved=1$/);
    expect(await wishes()).toMatchObject({
      optOutAll: false,
      channels: { email: { optOut: false }, sms: { optOut: true }, call: { hours: [["09:00", "12:00"]] } },
      topics: { promotions: { optOut: true }, news: { optOut: false } },
      maxPerWeek: 2,
    });
    expect(await decisionOn(id, { channel: "sms" })).toBe("opted_out");
    expect(await decisionOn(id, { topic: "promotions" })).toBe("opted_out");
    expect(await decisionOn(id, { topic: "news" })).toBe("allow");
    expect(await decisionOn(id, { channel: "call" })).toBe("outside_own_hours");
    const saved = await get("?saved=1");
    expect(saved.body).toContain('role="status"');
    expect(saved.body).toContain('value="09:00"');
    await gate.drain();
    const timeline = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${id}/timeline`);
    expect(timeline.body.items[0]).toMatchObject({ type: "preference", by: "customer" });
  });

  it("stops everything by one button and lets it be undone, the other choices kept", async () => {
    const { id, get, seen, post, wishes } = await customer({ topics: { news: { optOut: true } } });
    await post([
      ["seen", await seen()],
      ["everything", "stop"],
    ]);
    expect(await decisionOn(id, { topic: "promotions" })).toBe("opted_out");
    const stopped = await get("?saved=1");
    expect(stopped.body).toContain("Nobody here will contact you any more.");
    await post([
      ["seen", await seen()],
      ["everything", "resume"],
    ]);
    expect(await wishes()).toMatchObject({ optOutAll: false, topics: { news: { optOut: true } } });
    expect(await decisionOn(id, { topic: "promotions" })).toBe("allow");
  });

  it("never takes back a no that came while it was open, and keeps the noes of the form", async () => {
    const { id, seen, post, wishes } = await customer();
    const opened = await seen();
    await gate.send(`PUT /v1/contacts/${id}/preferences`, {
      body: { channels: { sms: { optOut: "hard" } } },
    });
    const everythingOn = ["email", "sms", "call"].map((name) => ["channel", name] as const);
    const reply = await post([
      ...ALL,
      ["seen", opened],
      ...everythingOn,
      ["topic", "news"],
      ["maxPerWeek", "3"],
    ]);
    expect([reply.status, (await reply.text()).includes("changed elsewhere")]).toEqual([409, true]);
    expect(await wishes()).toMatchObject({
      channels: { sms: { optOut: "hard" } },
      topics: { promotions: { optOut: true } },
      maxPerWeek: 3,
    });
  });

  it("shows a field that cannot be saved with what was entered, and keeps the noes", async () => {
    const { seen, post, wishes } = await customer();
    const hours = [
      ["from:call", "17:00"],
      ["to:call", "09:00"],
    ] as const;
    const reply = await post([...ALL, ["seen", await seen()], ["channel", "email"], ...hours]);
    const text = await reply.text();
    expect(reply.status).toBe(422);
    expect(text).toContain('href="#from-call"');
    expect(text).toMatch(/id="from-call"[^>]*value="17:00"[^>]*aria-invalid="true"/);
    expect(await wishes()).toMatchObject({ channels: { sms: { optOut: true } } });
  });

  it("is saved so often and no oftener, but a no is always kept", async () => {
    const { seen, post, wishes } = await customer();
    for (let i = 0; i < 30; i++) {
      expect(
        (
          await post([
            ["seen", await seen()],
            ["maxPerWeek", `${(i % 5) + 1}`],
          ])
        ).status,
      ).toBe(303);
    }
    const reply = await post([
      ["seen", await seen()],
      ["everything", "stop"],
    ]);
    expect([reply.status, reply.headers.get("retry-after")]).toEqual([429, "600"]);
    expect(await wishes()).toMatchObject({ optOutAll: true });
    gate.setClock("2026-11-23T10:11:00.000Z");
    expect(
      (
        await post([
          ["seen", await seen()],
          ["everything", "resume"],
        ])
      ).status,
    ).toBe(303);
  });

  it("keeps a no to each of the topics it shows, however many they are", async () => {
    const names = Array.from({ length: 150 }, (_, n) => `topic-${n}`);
    const page = await customer({
      topics: Object.fromEntries(names.map((name) => [name, { optOut: false }])),
    });
    const last = "topic-149";
    const ticked = names.filter((name) => name !== last).map((name) => ["topic", name] as const);
    const fields = [["seen", await page.seen()] as const, ...shown(...names.map((name) => `topic:${name}`))];
    expect((await page.post([...fields, ...ticked])).status).toBe(303);
    expect((await page.wishes()).topics).toMatchObject({ [last]: { optOut: true } });
  });

  it("takes up topics that it does not show only while there is room for them", async () => {
    const page = await customer();
    for (let form = 0; form < 3; form += 1) {
      const names = Array.from({ length: 60 }, (_, n) => `topic:made-up-${form}-${n}`);
      const answer = await page.post([["seen", "another"], ...shown(...names)]);
      expect(answer.status).toBe(409);
    }
    // 100 with the company's own two, of which nothing was said.
    expect(Object.keys((await page.wishes()).topics as Fields)).toHaveLength(98);
  });

  it("takes nothing back for a form that does not say what it saw", async () => {
    const page = await customer({ channels: { sms: { optOut: "hard" } } });
    for (const seen of ["*", ""]) {
      const answer = await page.post([["seen", seen], ...shown("channel:sms"), ["channel", "sms"]]);
      expect(answer.status).toBe(409);
    }
    expect((await page.wishes()).channels).toEqual({ sms: { optOut: "hard" } });
  });

  it("leaves wishes alone that it does not show", async () => {
    const standing = {
      channels: {
        call: {
          hours: [
            ["09:00", "10:00"],
            ["14:00", "15:00"],
          ],
        },
        email: { maxPerWeek: 1 },
      },
      departments: { sales: { optOut: true } },
    };
    const { get, seen, post, wishes } = await customer(standing);
    expect((await get()).body).toContain("09:00–10:00, 14:00–15:00");
    await post([
      ...shown("channel:email", "channel:call"),
      ["seen", await seen()],
      ["channel", "email"],
      ["channel", "call"],
    ]);
    expect(await wishes()).toMatchObject(standing);
  });

  it("opens for nobody with another link", async () => {
    const { path } = await customer();
    const made = await gate.send("POST /v1/links", { body: { to: { email: freshEmail() } } });
    const other = new URL(String(made.body.listUnsubscribe).slice(1, -1)).pathname.replace("/u/", "/p/");
    for (const bad of [other, `${path}x`, path.slice(0, -1), "/p/x"]) {
      const reply = await gate.send<string>(`GET ${bad}`, { key: null });
      expect([bad, reply.status]).toEqual([bad, 404]);
      expect((await fetch(gate.url + bad, { method: "POST" })).status).toBe(404);
    }
    gate.setClock(new Date(Date.parse(NOW) + 90 * 86_400_000).toISOString());
    expect((await gate.send<string>(`GET ${path}`, { key: null })).status).toBe(410);
  });

  it("is there for an address that nobody knows yet", async () => {
    const email = freshEmail();
    const made = await gate.send("POST /v1/links", { body: { to: { email } } });
    const url = String(made.body.preferencesUrl);
    const page = await (await fetch(url)).text();
    const seen = decode(/name="seen" value="([^"]+)"/.exec(page)?.[1] ?? "");
    const body = new URLSearchParams([
      ["seen", seen],
      ["shown", "channel:email"],
    ]);
    expect((await fetch(url, { method: "POST", body, redirect: "manual" })).status).toBe(303);
    const { reasons } = await gate.check({
      to: { email },
      channel: "email",
      department: "marketing",
      purpose: "marketing",
    });
    expect(reasons.map(({ code }) => code)).toEqual(["opted_out"]);
  });
});

describe("the policy's part page", () => {
  it("is refused with every fault and its path", async () => {
    const page = {
      colour: "red",
      color: "red",
      logo: "http://acme.example/logo.png",
      links: [{ label: {}, url: "javascript:alert(1)" }],
      channels: ["fax"],
      topics: { news: "" },
    };
    const reply = await gate.send("PUT /v1/policies/active", {
      body: { ...POLICY, page },
      headers: { "if-match": "*" },
    });
    expect(reply.status).toBe(400);
    expect(pathsOf(problemOf(reply)).sort()).toEqual([
      "page.channels.0",
      "page.color",
      "page.colour",
      "page.links.0.label",
      "page.links.0.url",
      "page.logo",
      "page.topics.news",
    ]);
  });
});
