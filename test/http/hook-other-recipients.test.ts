import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { referenceWrite } from "../../lib/store/hooks.ts";
import { freshEmail } from "../support/gate.ts";
import { type HookGate, startHookGate } from "../support/hook-gate.ts";
import { EVENTS, snsNotification, standardRequest } from "../support/hook-samples.ts";

let hooks: HookGate;
beforeAll(async () => {
  hooks = await startHookGate();
});
afterAll(() => hooks.stop());
beforeEach(() => hooks.setClock());

it("a bounce of the second recipient of a message leaves the touch of the first alone", async () => {
  const [alice, bob] = [freshEmail(), freshEmail()];
  const { touchId } = await hooks.touch({ email: alice });
  const { mail, bounce, eventType } = EVENTS.sesBounce;
  const bounced = (emailAddress: string) =>
    snsNotification({
      eventType,
      mail: {
        ...mail,
        headers: [{ name: "X-Touchgate-Touch-Id", value: touchId }],
        destination: [alice, bob],
      },
      bounce: { ...bounce, bouncedRecipients: [{ ...bounce.bouncedRecipients[0], emailAddress }] },
    });
  expect((await hooks.send(bounced(bob))).status).toBe(202);
  expect(await hooks.codesOf({ email: alice })).toBe("cap_reached");
});

it("a reference leaves the touch to another address alone, though it is the only one that has it", async () => {
  const [alice, bob] = [freshEmail(), freshEmail()];
  const { touchId } = await hooks.touch({ email: alice });
  await hooks.gate.store.put(
    referenceWrite("1001", { touchId: String(touchId), at: hooks.gate.clock.now() }),
  );
  const about = { channel: "email", outcome: "bounced", reference: "1001" };
  const told = (to: object, id: string) => hooks.send(standardRequest({ type: "outcome", id, ...about, to }));
  expect((await told({ email: bob }, "bob's")).status).toBe(202);
  expect(await hooks.codesOf({ email: alice })).toBe("cap_reached");
  expect((await told({ email: alice }, "alice's")).status).toBe(200);
  expect(await hooks.codesOf({ email: alice })).toBe("allow");
});

it("a complaint silences the channel of who complains, though nobody finds the message", async () => {
  const email = freshEmail();
  const complained = { type: "outcome", id: email, channel: "email", outcome: "complained", to: { email } };
  expect((await hooks.send(standardRequest(complained))).status).toBe(202);
  expect(await hooks.codesOf({ email })).toBe("opted_out");
});
