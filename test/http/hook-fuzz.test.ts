import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { HookRequest } from "../../lib/adapters/hook.ts";
import { fuzzedBody, randomOf } from "../support/fuzz.ts";
import { freshEmail, freshPhone } from "../support/gate.ts";
import { type HookGate, startHookGate } from "../support/hook-gate.ts";
import {
  aliyunRequest,
  EVENTS,
  hubspotRequest,
  mailgunRequest,
  NOW,
  postmarkRequest,
  SAMPLES,
  type Sample,
  sendgridRequest,
  snsNotification,
  standardRequest,
  twilioForm,
} from "../support/hook-samples.ts";

let hooks: HookGate;
beforeAll(async () => {
  hooks = await startHookGate();
});
afterAll(() => hooks.stop());
beforeEach(() => hooks.setClock());

/** Signs whatever it is given. */
const SIGNED: readonly (readonly [valid: unknown, sign: (value: never) => HookRequest])[] = [
  [EVENTS.twilio.inbound, (fields) => twilioForm("inbound", textsOf(fields))],
  [EVENTS.twilio["message-status"], (fields) => twilioForm("message-status", textsOf(fields))],
  [EVENTS.twilio["call-status"], (fields) => twilioForm("call-status", textsOf(fields))],
  [EVENTS.sendgrid, sendgridRequest],
  [EVENTS.sesBounce, (value) => snsNotification(value)],
  [EVENTS.mailgun, (value) => mailgunRequest(value)],
  [EVENTS.postmark, postmarkRequest],
  [EVENTS.hubspot, (value) => hubspotRequest("contacts", value)],
  [EVENTS.standard, (value) => hubspotRequest("workflow", value)],
  [EVENTS.aliyunReport, (value) => aliyunRequest("sms-report", value)],
  [EVENTS.aliyunAbroad, (value) => aliyunRequest("sms-report", value)],
  [EVENTS.aliyunUp, (value) => aliyunRequest("sms-up", value)],
  [EVENTS.standard, (value) => standardRequest(value)],
];

const textsOf = (fields: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(Object(fields)).map(([name, value]) => [name, JSON.stringify(value) ?? ""]),
  );

/** The value of a body that is nearly JSON, or its text. */
function valueIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return body.toString("utf8");
  }
}

/** A good request with another body, which is nearly the same. */
function nearly({ request }: Sample, index: number): HookRequest {
  const good = request(NOW);
  const raw = Buffer.from(good.body);
  const isForm = good.headers["content-type"]?.includes("form") === true;
  const valid = isForm ? [...new URLSearchParams(raw.toString())] : valueIn(raw);
  return { ...good, body: fuzzedBody(randomOf(index), [valid]) };
}

describe("10 000 bodies that are nearly right", () => {
  const runs = Array.from({ length: 5_000 }, (_, index) => index);
  /** Eight at once, as from several vendors. */
  const sendAll = (
    requestOf: (index: number) => HookRequest | undefined,
    each: (status: number, index: number) => void,
  ) =>
    Promise.all(
      Array.from({ length: 8 }, async (_, lane) => {
        for (const index of runs.filter((one) => one % 8 === lane)) {
          const request = requestOf(index);
          if (request !== undefined) each((await hooks.send(request)).status, index);
        }
      }),
    );

  it("never make the gate fail without a signature of their own, and change nothing", async () => {
    // What signs nothing of the body speaks for every body.
    const signing = SAMPLES.filter(
      ({ adapter: { vendor } }) => !["postmark", "aliyun", "mailgun"].includes(vendor),
    );
    for (const { request } of signing) await hooks.send(request(NOW));
    const before = await hooks.stored();
    let refused = 0;
    await sendAll(
      (index) => {
        const sample = signing[index % signing.length] as Sample;
        const request = nearly(sample, index);
        // What is changed may be what the vendor does not sign: then it is still its request.
        return sample.meaning(request) === sample.meaning(sample.request(NOW)) ? undefined : request;
      },
      (status, index) => {
        expect([401, 413], `seed ${index}`).toContain(status);
        refused += 1;
      },
    );
    expect(refused).toBeGreaterThan(4_000);
    expect(await hooks.changedSince(before)).toEqual([]);
  }, 300_000);

  it("never make the gate fail when a vendor has signed them, and touch nobody whom they do not name", async () => {
    const [email, phone] = [freshEmail(), freshPhone()];
    const bystanders = await Promise.all([hooks.touch({ email }), hooks.touch({ phone }, "sms")]);
    const isOfBystander = (key: string) =>
      bystanders.some(({ contactId }) => key.startsWith(`C#${contactId} `));
    const before = await hooks.stored();
    await sendAll(
      (index) => {
        const [valid, sign] = SIGNED[index % SIGNED.length] as (typeof SIGNED)[number];
        return sign(valueIn(fuzzedBody(randomOf(index), [valid])) as never);
      },
      (status, index) => expect([200, 202, 401, 413], `seed ${index}`).toContain(status),
    );
    expect((await hooks.changedSince(before)).filter(isOfBystander)).toEqual([]);
  }, 300_000);
});
