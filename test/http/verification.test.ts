import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createDeps } from "../../functions/shared/deps.ts";
import { verifierOf } from "../../functions/shared/http-verifier.ts";
import { isUnverified, type Verifier, verifyAgain } from "../../functions/shared/verify-address.ts";
import {
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";
import { json, startVerificationService, type VerificationService } from "../support/verification-service.ts";

let service: VerificationService;
let gate: TestGate;
const lines: Fields[] = [];
const variables = () => ({ TOUCHGATE_VERIFY_URL: service.template, TOUCHGATE_VERIFY_SECRET: "s3cret" });
beforeAll(async () => {
  service = await startVerificationService();
  gate = await startTestGate({ verifier: verifierOf(variables()), log: (line) => lines.push(line) });
});
afterAll(async () => {
  await gate.stop();
  await service.stop();
});
beforeEach(() => {
  service.asked.length = 0;
  lines.length = 0;
  service.answers = json({ result: "deliverable" });
});

const emailOf = (value: string) => ({ type: "email", value });
const put = (id: string, ...identities: Fields[]) =>
  gate.send(`PUT /v1/contacts/${id}`, { body: { identities } });
const identitiesOf = ({ body }: { body: Fields }) => body.identities as Fields[];
const faults = () => lines.flatMap(({ verifier }) => (verifier === undefined ? [] : [verifier]));

describe("an address that is new to a contact", () => {
  it("is asked of once, in its canonical spelling, with the secret", async () => {
    const [id, email] = [freshId(), freshEmail()];
    const made = await put(id, emailOf(` ${email.toUpperCase()}`), { type: "phone", value: freshPhone() });
    expect(made.status).toBe(201);
    expect(identitiesOf(made)).toMatchObject([
      { value: email, valid: true, flags: [] },
      { type: "phone", valid: true, flags: [] },
    ]);
    expect(service.asked.map(({ url }) => url.search)).toEqual([
      `?type=email&address=${encodeURIComponent(email)}`,
    ]);
    expect(service.asked[0]?.authorization).toBe("Bearer s3cret");
    await put(id, emailOf(email));
    expect(service.asked).toHaveLength(1);
  });

  it("stops its channel, but no other, once the service said that it does not work", async () => {
    service.answers = json({ result: "undeliverable" });
    const id = freshId();
    const made = await put(id, emailOf(freshEmail()), { type: "phone", value: freshPhone() });
    expect(made.status).toBe(201);
    expect(identitiesOf(made)).toMatchObject([{ valid: false, flags: [] }, { valid: true }]);
    const ask = (channel: string) =>
      gate.check({ to: { contactId: id }, channel, department: "service", purpose: "service" });
    expect((await ask("email")).decision).toBe("deny");
    expect((await ask("call")).decision).not.toBe("deny");
  });

  it("is what its owner knows of it when another lists it too, and is not asked of again", async () => {
    service.answers = json({ result: "undeliverable" });
    const email = freshEmail();
    await put(freshId(), emailOf(email));
    service.answers = json({ result: "deliverable" });
    const other = await put(freshId(), emailOf(email));
    expect(identitiesOf(other)).toMatchObject([{ valid: false, shared: true }]);
    expect(service.asked).toHaveLength(1);
  });

  it("is asked of once though the contact was written meanwhile", async () => {
    const id = freshId();
    await put(id);
    service.answers = (response) => {
      // Beside the lane of the gate: as another instance of the function would.
      void gate.store
        .get({ pk: `C#${id}`, sk: "#" })
        .then((item) => gate.store.put({ item: { ...item, pk: `C#${id}`, sk: "#", version: 7 } }))
        .then(() => json({ result: "undeliverable" })(response));
    };
    const put2 = await put(id, emailOf(freshEmail()));
    expect([put2.status, identitiesOf(put2)]).toMatchObject([200, [{ valid: false }]]);
    expect(service.asked).toHaveLength(1);
  });
});

describe("a service that cannot tell", () => {
  it.each<[string, string[], (response: ServerResponse) => void]>([
    ["says that it is risky", [], json({ result: "risky" })],
    ["fails", ["it answered 500"], json({ result: "undeliverable" }, 500)],
    ["throttles", ["it answered 429"], json({}, 429)],
    ["answers no JSON", ["its answer is not JSON"], (response) => response.end("<html>")],
    ["answers nothing", ["its answer is not JSON"], (response) => response.end()],
    ["answers something else", ["its answer has no result"], json({ state: "invalid" })],
    ["answers null", ["its answer has no result"], json(null)],
    ["hangs up", ["it could not be reached"], (response) => response.destroy()],
    [
      "sends elsewhere",
      ["it could not be reached"],
      (response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    ],
    [
      "answers without end",
      ["its answer is longer than 65536 bytes"],
      (response) => response.end("x".repeat(1_000_000)),
    ],
  ])("and %s leaves the address as good, flagged as unverified", async (_, told, answers) => {
    service.answers = answers;
    const [id, email] = [freshId(), freshEmail()];
    const made = await put(id, emailOf(email));
    expect(made.status).toBe(201);
    expect(identitiesOf(made)).toMatchObject([{ value: email, valid: true, flags: ["unverified"] }]);
    expect(faults()).toEqual(told);
    expect(JSON.stringify(lines)).not.toContain(email);
    const again = await put(id, emailOf(email));
    expect(again.body).toEqual(made.body);
    expect(service.asked).toHaveLength(1);
  });

  it("and is slow is not waited for longer than 1.5 s", async () => {
    const held: ServerResponse[] = [];
    service.answers = (response) => held.push(response);
    const since = performance.now();
    const made = await put(freshId(), emailOf(freshEmail()));
    const tookMs = performance.now() - since;
    for (const response of held) response.destroy();
    expect([made.status, identitiesOf(made)]).toMatchObject([201, [{ valid: true, flags: ["unverified"] }]]);
    expect(faults()).toEqual(["it did not answer within 1500 ms"]);
    expect(tookMs).toBeGreaterThanOrEqual(1_490);
  });

  it("and begins its answer but does not end it is not waited for either", async () => {
    const held: ServerResponse[] = [];
    service.answers = (response) => {
      response.writeHead(200).write('{"result":');
      held.push(response);
    };
    const made = await put(freshId(), emailOf(freshEmail()));
    for (const response of held) response.destroy();
    expect(identitiesOf(made)).toMatchObject([{ valid: true, flags: ["unverified"] }]);
    expect(faults()).toEqual(["it did not answer within 1500 ms"]);
  });
});

describe("an address that nobody could tell of", () => {
  const unverified = async () => {
    service.answers = json({}, 500);
    const id = freshId();
    await put(id, emailOf(freshEmail()), emailOf(freshEmail()), { type: "zoho", value: id });
    service.asked.length = 0;
    return id;
  };
  const again = (id: string, isDue = isUnverified) => {
    const verifier = verifierOf(variables()) as Verifier;
    return verifyAgain({ ...createDeps({ store: gate.store, log: () => {} }), verifier }, id, isDue);
  };
  const shown = async (id: string) => identitiesOf(await gate.send(`GET /v1/contacts/${id}`));

  it.each([
    ["deliverable", 0, { valid: true, flags: [] }],
    ["undeliverable", 2, { valid: false, flags: [] }],
  ])("is asked of again later, and then it is known: %s", async (result, undeliverable, known) => {
    const id = await unverified();
    service.answers = json({ result });
    expect(await again(id)).toMatchObject({ asked: 2, undeliverable, unverified: 0, unanswered: 0 });
    expect(await shown(id)).toMatchObject([known, known, { valid: true }]);
    expect(await again(id)).toMatchObject({ asked: 0, undeliverable: 0, unverified: 0, unanswered: 0 });
    expect(service.asked).toHaveLength(2);
  });

  it("stays so while there is no answer, and nothing is written", async () => {
    const id = await unverified();
    const before = await gate.store.get({ pk: `C#${id}`, sk: "#" });
    expect(await again(id)).toMatchObject({ asked: 2, undeliverable: 0, unverified: 2, unanswered: 2 });
    expect(await gate.store.get({ pk: `C#${id}`, sk: "#" })).toEqual(before);
  });

  it("stays so when the service says that it cannot tell, and when it said so is kept", async () => {
    const id = await unverified();
    service.answers = json({ result: "risky" });
    expect(await again(id)).toMatchObject({ asked: 2, unverified: 2, unanswered: 0 });
    const unknown = { valid: true, flags: ["unverified"] };
    expect(await shown(id)).toMatchObject([unknown, unknown, { valid: true }]);
    expect(await again(id, ({ askedAt }) => askedAt === undefined)).toMatchObject({ asked: 0 });
  });

  it("is asked of nobody for a contact that is not there", async () => {
    expect(await again("nobody")).toBeUndefined();
    expect(service.asked).toEqual([]);
  });

  it("keeps its day with whoever lists it, too", async () => {
    const [first, second, email] = [freshId(), freshId(), freshEmail()];
    await put(first, emailOf(email));
    await put(second, emailOf(email));
    expect(await again(second, ({ askedAt }) => askedAt === undefined)).toMatchObject({ asked: 0 });
    expect(service.asked).toHaveLength(1);
  });
});

describe("without a service", () => {
  it("nobody is asked, and no address is flagged", async () => {
    const plain = await startTestGate();
    const body = { identities: [emailOf(freshEmail())] };
    const made = await plain.send("PUT /v1/contacts/li", { body });
    await plain.stop();
    expect(identitiesOf(made)).toMatchObject([{ valid: true, flags: [] }]);
    expect(service.asked).toEqual([]);
  });
});
