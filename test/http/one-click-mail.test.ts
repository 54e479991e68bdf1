import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CHANNELS } from "../../lib/core/words.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";

const PURPOSES = ["marketing", "service", "transactional"] as const;
const TOPICS = [undefined, "news", "offers"] as const;

let gate: TestGate;
beforeAll(async () => {
  const purposes = { marketing: {}, service: {}, transactional: { obeys: "hard", counts: false } };
  gate = await startTestGate({ policy: { id: "mail", timezone: "UTC", purposes, rules: [] } });
});
afterAll(() => gate.stop());

/** How mail programs write a long header field: as it is, or folded before the link (RFC 5322 2.2.3). */
const WRITTEN = {
  "in one line": (name: string, value: string) => `${name}: ${value}`,
  "folded before the link": (name: string, value: string) => `${name}:\r\n ${value}`,
  "in small letters, beside an address to write to": (name: string, value: string) =>
    `${name.toLowerCase()}: ${value.startsWith("<") ? `<mailto:leave@example.com?subject=leave>,\r\n\t${value}` : value}`,
} as const;

/** A mail as it is sent, with the links of its recipient. */
function compose(to: string, links: Fields, write: (name: string, value: string) => string): string {
  return [
    "From: Acme <news@acme.example>",
    `To: <${to}>`,
    "Subject: =?utf-8?B?5paw6Ze7?=",
    "Date: Mon, 23 Nov 2026 10:00:00 +0000",
    "Message-ID: <1@acme.example>",
    write("List-Unsubscribe", String(links.listUnsubscribe)),
    write("List-Unsubscribe-Post", String(links.listUnsubscribePost)),
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "List-Unsubscribe: <https://elsewhere.example/no/header>",
    `Your preferences: ${links.preferencesUrl}`,
    "",
  ].join("\r\n");
}

/** The fields of a mail's header by their names in small letters, unfolded. */
function headerOf(mail: string): ReadonlyMap<string, string> {
  const [header = ""] = mail.split("\r\n\r\n");
  const lines = header.replace(/\r\n(?=[ \t])/g, "").split("\r\n");
  for (const line of header.split("\r\n")) expect(line.length).toBeLessThanOrEqual(998);
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

/** What a mail client does when its own button is pressed (RFC 8058): nothing unless both fields are as they must be. */
async function clickIn(mail: string): Promise<Response> {
  const header = headerOf(mail);
  const post = header.get("list-unsubscribe-post") ?? "";
  expect(post).toBe("List-Unsubscribe=One-Click");
  const links = [...(header.get("list-unsubscribe") ?? "").matchAll(/<([^>]*)>/g)].map(([, url = ""]) => url);
  // The local gate speaks HTTP; a deployed one HTTPS, which the RFC demands.
  const [link, ...others] = links.filter((url) => /^https?:/.test(url));
  expect([link, others]).toEqual([expect.any(String), []]);
  return fetch(String(link), {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: post,
    redirect: "error",
    credentials: "omit",
  });
}

/** What every sender is told of a person: one line for each channel, purpose and topic. */
async function told(to: Fields): Promise<readonly string[]> {
  const asked = CHANNELS.flatMap((channel) =>
    PURPOSES.flatMap((purpose) => TOPICS.map((topic) => ({ channel, purpose, topic }))),
  );
  const defaults = { department: "marketing", mode: "dryRun" };
  const items = asked.map(({ topic, ...item }, index) => ({
    ref: `${index}`,
    to,
    ...item,
    ...(topic && { topic }),
  }));
  const { body } = await gate.send<{ items: { decision: string }[] }>("POST /v1/check/batch", {
    body: { defaults, items },
  });
  return asked.map(
    ({ channel, purpose, topic = "-" }, index) =>
      `${channel} ${purpose} ${topic}: ${body.items[index]?.decision}`,
  );
}

async function person() {
  const [id, email] = [freshId(), freshEmail()];
  const identities = [
    { type: "email", value: email },
    { type: "phone", value: freshPhone() },
  ];
  await gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
  return { id, email, to: { contactId: id } };
}

describe("a mail with the links that were given for it", () => {
  it.each([
    ["its topic", "news", (line: string) => /^\w+ (marketing|service) news:/.test(line)],
    ["its channel, without a topic", undefined, (line: string) => /^email (marketing|service) /.test(line)],
  ])("silences %s by one click, and nothing else", async (_, topic, isSilenced) => {
    for (const write of Object.values(WRITTEN)) {
      const [one, other] = [await person(), await person()];
      const before = [await told(one.to), await told(other.to)];
      expect(before.flat().filter((line) => !line.endsWith(": allow"))).toEqual([]);
      const { body: links } = await gate.send("POST /v1/links", {
        body: { to: { email: one.email }, ...(topic !== undefined && { topic }) },
      });

      const reply = await clickIn(compose(one.email, links, write));

      expect([reply.status, reply.headers.get("set-cookie")]).toEqual([200, null]);
      const expected = before[0]?.map((line) =>
        isSilenced(line) ? line.replace(": allow", ": deny") : line,
      );
      expect(expected).not.toEqual(before[0]);
      expect(await told(one.to)).toEqual(expected);
      expect(await told(other.to)).toEqual(before[1]);
    }
  });
});
