import { request } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { apiEvent, bodyOf, NO_CONTEXT } from "../../bench/support/api-event.ts";
import { createHandler } from "../../functions/links/handler.ts";
import { createDeps } from "../../functions/shared/deps.ts";
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

  it("begins its links with where customers reach the gate, where that is told", async () => {
    const call = {
      ...{ method: "POST", path: "/v1/links", key: "tg_dev_admin" },
      body: { to: { email: freshEmail() } },
    };
    const deps = { store: gate.store, now: gate.clock.now, log: () => {} };
    for (const [publicUrl, base] of [
      ["https://contact.example.com/gate", "https://contact.example.com/gate"],
      [undefined, "https://gate.example.com"],
    ]) {
      const made = bodyOf(
        await createHandler(createDeps({ ...deps, publicUrl }))(apiEvent(call), NO_CONTEXT),
      );
      expect(made.listUnsubscribe).toMatch(new RegExp(`^<${base}/u/[\\w.-]+>$`));
      expect(made.preferencesUrl).toMatch(new RegExp(`^${base}/p/[\\w.-]+$`));
    }
  });

  it("takes no host that would end the link or begin another", async () => {
    const body = JSON.stringify({ to: { email: freshEmail() } });
    const ask = (host: string) =>
      new Promise<{ readonly status: number | undefined; readonly text: string }>((resolve, reject) => {
        const headers = {
          ...{ host, "x-forwarded-proto": "javascript", "x-forwarded-host": "elsewhere.example" },
          ...{ authorization: "Bearer tg_dev_admin", "content-type": "application/json" },
        };
        const asked = request(`${gate.url}/v1/links`, { method: "POST", headers }, (reply) => {
          let text = "";
          reply.on("data", (chunk) => {
            text += chunk;
          });
          reply.on("end", () => resolve({ status: reply.statusCode, text }));
        });
        asked.on("error", reject).end(body);
      });
    for (const host of ["a>,<http://b", "b.example/path?", "a b", "me@b.example", "b:80:90", "a\tb"]) {
      const { status, text } = await ask(host);
      expect([host, status, JSON.parse(text).code]).toEqual([host, 400, "invalid_request"]);
    }
    for (const host of ["gate.example", "127.0.0.1:8787", "[::1]:8787"]) {
      expect(JSON.parse((await ask(host)).text).preferencesUrl.startsWith(`http://${host}/p/`)).toBe(true);
    }
  });

  it("fits a line of a mail, whatever the topic and the id", async () => {
    const id = `${freshId()}${"x".repeat(128)}`.slice(0, 128);
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [] } });
    const topic = "新".repeat(128);
    const { listUnsubscribe } = await links({ to: { contactId: id }, topic });
    // RFC 5322 2.1.1: 998 characters, and an address of up to 253 is not longer than this.
    const path = listUnsubscribe.slice(1 + gate.url.length);
    expect(`List-Unsubscribe: <https://${"x".repeat(200)}${path}`.length).toBeLessThanOrEqual(998);
    expect((await click(path.slice(0, -1))).body).toContain(topic);
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

  it("is told once of one who was merged, too", async () => {
    const [id, email, other] = [freshId(), freshEmail(), freshEmail()];
    const address = (value: string) => ({ type: "email", value });
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [address(email)] } });
    await gate.send(`PUT /v1/contacts/${freshId()}`, { body: { identities: [address(other)] } });
    const body = { identities: [address(email), address(other)], onDuplicate: "merge" };
    await gate.send(`PUT /v1/contacts/${id}`, { body });
    const path = await unsubscribePath({ to: { email }, topic: "news" });
    for (let time = 0; time < 3; time += 1) expect((await click(path)).status).toBe(200);
    await gate.drain();
    const timeline = await gate.send<{ items: Fields[] }>(`GET /v1/contacts/${id}/timeline`);
    expect(timeline.body.items.filter(({ type }) => type === "preference")).toHaveLength(1);
  });

  it("can still be asked for by one who has stopped everything, and outlasts that", async () => {
    const [id, email] = [freshId(), freshEmail()];
    await gate.send(`PUT /v1/contacts/${id}`, { body: { identities: [{ type: "email", value: email }] } });
    await gate.send(`PUT /v1/contacts/${id}/preferences`, { body: { optOutAll: true } });
    const path = await unsubscribePath({ to: { email }, topic: "news" });
    const page = await gate.send<string>(`GET ${path}`, { key: null });
    expect(page.body).toContain('<form method="post">');
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

describe("the page that asks", () => {
  it("says that it is done when it is done already, in the other language too", async () => {
    const path = await unsubscribePath({ to: { email: freshEmail() }, topic: "promotions" });
    await click(path);
    const again = await gate.send<string>(`GET ${path}?lang=zh`, { key: null });
    expect(again.body).toContain("您已退订");
    expect(again.body).not.toContain("<button");
  });

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
