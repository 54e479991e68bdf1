import { createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SERVED } from "../../functions/routes.ts";
import { type LinkClaims, readLink, signLink } from "../../functions/shared/link-token.ts";
import { epochMs } from "../../lib/core/time.ts";
import { type LinkKey, readLinkKeys } from "../../lib/store/link-keys.ts";
import { type Fields, freshEmail, freshId, startTestGate, type TestGate } from "../support/gate.ts";
import { tableItems } from "../support/table-items.ts";

const NOW = "2026-11-23T10:00:00.000Z";
const DAY_MS = 86_400_000;

let gate: TestGate;
let keys: readonly LinkKey[];
beforeAll(async () => {
  const purposes = { marketing: {}, service: {} };
  gate = await startTestGate({ policy: { id: "tokens", timezone: "UTC", purposes, rules: [] } });
  gate.setClock(NOW);
  await tokensOf({ to: { email: freshEmail() } });
  keys = await readLinkKeys(gate.store);
});
afterAll(() => gate.stop());
beforeEach(() => gate.setClock(NOW));

/** Tokens of the links for a recipient. */
async function tokensOf(body: Fields) {
  const { body: made } = await gate.send("POST /v1/links", { body });
  const token = (url: unknown) => /\/[up]\/([^/>]+)>?$/.exec(String(url))?.[1] ?? "";
  return { u: token(made.listUnsubscribe), p: token(made.preferencesUrl) };
}

/** A customer who hears of everything, with their links. */
async function customer() {
  const [id, email] = [freshId(), freshEmail()];
  const identities = [{ type: "email", value: email }];
  await gate.send(`PUT /v1/contacts/${id}`, { body: { identities, attributes: { name: "Wu Mei" } } });
  return { id, email, tokens: await tokensOf({ to: { contactId: id } }) };
}

/** What a form could say that silences everything the page knows. */
const FORM = {
  raw: Buffer.from("List-Unsubscribe=One-Click&everything=stop&shown=channel:email&shown=channel:sms"),
  headers: { "content-type": "application/x-www-form-urlencoded" },
  key: null,
};

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
const KINDS = { u: "unsubscribe", p: "preferences" } as const;
type Page = keyof typeof KINDS;

/** Ways to come by a token that nobody gave out, from two that somebody did. */
const FORGERIES: Readonly<Record<string, (page: Page, own: string, others: string) => readonly string[]>> = {
  "of another contact's claims": (_, own, others) => {
    const [keyId, claims, mac] = own.split(".");
    const [, othersClaims, othersMac] = others.split(".");
    return [`${keyId}.${othersClaims}.${mac}`, `${keyId}.${claims}.${othersMac}`];
  },
  truncated: (_, own) => [...own].map((_character, at) => own.slice(0, at)).filter((token) => token !== ""),
  "with more in it": (_, own) => [`${own}A`, `A${own}`, `${own}.`, `${own}.${own}`, own.replace(".", "..")],
  "that chooses its algorithm": (_, own) => {
    const [keyId = "", claims = ""] = own.split(".");
    const secret = keys[0]?.secret ?? "";
    return ["none", "None", "HS256", "HS512"].flatMap((alg) => {
      const signed = `${encode({ alg, typ: "JWT", kid: keyId })}.${claims}`;
      const mac = createHmac("sha256", secret).update(signed).digest("base64url");
      return [`${signed}.`, `${signed}.${mac}`, `${keyId}.${claims}.${mac}`, `${keyId}.${claims}.${alg}`];
    });
  },
  "signed with a key that is public or nobody's": (page, own) => {
    const [keyId = ""] = own.split(".");
    return ["", keyId, "touchgate link"].map((secret) => {
      const forger: LinkKey = { id: keyId, secret, state: "signing", createdAt: epochMs(0) };
      return signLink([forger], { ...claimsIn(page, own), topic: undefined });
    });
  },
  "of the other kind": (page, own, _others) => [
    signLink(keys, { ...claimsIn(page, own), kind: page === "u" ? "preferences" : "unsubscribe" }),
  ],
  "from elsewhere": () => [
    "x",
    "%00",
    "..",
    "%2e%2e%2fv1%2fkeys",
    "x".repeat(2_000),
    "x".repeat(4_000),
    "链接",
  ],
};

function claimsIn(page: Page, token: string): LinkClaims {
  const claims = readLink(keys, token, { kind: KINDS[page], now: epochMs(Date.parse(NOW)) });
  if (typeof claims === "string") throw new Error(`the token is ${claims}`);
  return claims;
}

describe.each(["u", "p"] as const)("a link below /%s/", (page) => {
  it.each(Object.entries(FORGERIES))(
    "%s opens nothing, tells nothing and changes nothing",
    async (_, forge) => {
      const [one, other] = [await customer(), await customer()];
      const forged = forge(page, one.tokens[page], other.tokens[page]);
      const before = await tableItems(gate);
      for (const token of forged) {
        for (const line of [`POST /${page}/${token}`, `GET /${page}/${token}`]) {
          const reply = await gate.send<string>(line, line.startsWith("POST") ? FORM : { key: null });
          expect([line, reply.status]).toEqual([
            line,
            expect.toSatisfy((status) => [400, 404].includes(status)),
          ]);
          expect(JSON.stringify(reply.body)).not.toMatch(/Wu Mei|@example|crm-\d|promotions/);
        }
      }
      expect(await tableItems(gate)).toEqual(before);
    },
  );

  it("that has expired opens nothing, tells nothing and changes nothing", async () => {
    const { tokens } = await customer();
    const before = await tableItems(gate);
    gate.setClock(new Date(Date.parse(NOW) + (page === "u" ? 400 : 90) * DAY_MS).toISOString());
    for (const method of ["GET", "POST"]) {
      const reply = await gate.send<string>(
        `${method} /${page}/${tokens[page]}`,
        method === "POST" ? FORM : { key: null },
      );
      expect([reply.status, reply.body.includes("This link is too old")]).toEqual([410, true]);
    }
    expect(await tableItems(gate)).toEqual(before);
  });
});

describe("a link of somebody who was erased", () => {
  it("is answered as if it had worked, brings nothing back, and shows nothing", async () => {
    const { id, email, tokens } = await customer();
    const ofAddress = await tokensOf({ to: { email } });
    expect((await gate.send(`DELETE /v1/contacts/${id}`)).status).toBe(204);
    const before = await tableItems(gate);
    for (const { u, p } of [tokens, ofAddress]) {
      expect((await gate.send(`POST /u/${u}`, FORM)).status).toBe(200);
      for (const line of [`GET /p/${p}`, `POST /p/${p}`]) {
        const reply = await gate.send<string>(line, line.startsWith("POST") ? FORM : { key: null });
        expect([reply.status, reply.body.includes("<form")]).toEqual([200, false]);
      }
    }
    expect(await tableItems(gate)).toEqual(before);
    expect((await gate.send("POST /v1/links", { body: { to: { contactId: id } } })).status).toBe(404);
  });
});

describe("a link scanner", () => {
  it("changes nothing, however often it opens whatever anybody may open", async () => {
    const { id, tokens } = await customer();
    const mail = { channel: "email", department: "marketing", purpose: "marketing" };
    await gate.check({ to: { contactId: id }, ...mail });
    const stranger = await tokensOf({ to: { email: freshEmail() }, topic: "promotions" });
    const paths = SERVED.filter(({ method, scope }) => method === "GET" && scope === "public").flatMap(
      ({ path }) => {
        const page = path[1] as Page;
        if (!path.includes("{token}")) return [path];
        const own = [tokens[page], stranger[page]].map((token) => path.replace("{token}", token));
        return own.flatMap((url) => [
          url,
          `${url}?lang=zh&saved=1&everything=stop&List-Unsubscribe=One-Click`,
        ]);
      },
    );
    expect(paths.filter((path) => /^\/[up]\//.test(path))).toHaveLength(8);
    const before = await tableItems(gate);
    for (let i = 0; i < 100; i++) {
      const replies = await Promise.all(
        paths.flatMap((path) => ["GET", "HEAD"].map((method) => fetch(gate.url + path, { method }))),
      );
      for (const reply of replies) {
        await reply.arrayBuffer();
        expect([reply.url, reply.status]).toEqual([reply.url, 200]);
      }
    }
    expect(await tableItems(gate)).toEqual(before);
  });
});
