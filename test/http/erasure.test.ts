import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiDocument } from "../../functions/docs/openapi.ts";
import { contractOf, describedSender } from "../support/contract.ts";
import { availableEngines } from "../support/engines.ts";
import {
  type Decision,
  type Fields,
  freshEmail,
  freshId,
  freshPhone,
  startTestGate,
  type TestGate,
} from "../support/gate.ts";
import { refusalOf } from "../support/writing.ts";

const POLICY = { id: "erasure", purposes: { sales: {} }, rules: [] };

for (const found of await availableEngines()) {
  const missing = "missing" in found ? found.missing : undefined;
  const name = missing === undefined ? found.kind : `${found.kind} (skipped: ${missing})`;

  describe.skipIf(missing !== undefined)(`DELETE /v1/contacts/{contactId} on ${name}`, () => {
    let gate: TestGate;
    let send: ReturnType<typeof describedSender>;
    beforeAll(async () => {
      if ("missing" in found) return;
      // A crowd on a busy machine: not its deadline must be what ends a check.
      gate = await startTestGate({ policy: POLICY, engine: found.engine, deadlineMs: 20_000 });
      send = describedSender(gate, contractOf(openApiDocument()));
    });
    afterAll(() => gate?.stop());

    const erase = async (id: string, headers = {}) =>
      (await send(`DELETE /v1/contacts/${id}`, { headers })).status;
    const ask = (to: Fields, more: Fields = {}): Promise<Decision> =>
      gate.check({ to, channel: "email", department: "sales", purpose: "sales", ...more });
    const because = ({ decision, reasons: [reason] }: Decision) => [decision, reason?.code, reason?.details];
    const ERASED = ["deny", "suppressed", { because: "erased" }];
    const ON_THE_LIST = ["deny", "suppressed", expect.objectContaining({ because: "list", list: "erased" })];

    async function person() {
      const [id, email, phone] = [freshId(), freshEmail(), freshPhone()];
      const body = {
        identities: [
          { type: "email", value: email },
          { type: "phone", value: phone },
        ],
        attributes: { name: `Name of ${id}`, company: "Acme" },
      };
      expect((await send(`PUT /v1/contacts/${id}`, { body })).status).toBe(201);
      return { id, email, phone, body };
    }

    it("204: all is gone, again and again, and every way to the person is denied", async () => {
      const { id, email, phone } = await person();
      const { touchId } = await ask({ email });
      const reserved = await ask({ email }, { mode: "reserve" });
      await send("POST /v1/suppressions", {
        body: { items: [{ type: "phone", value: phone, list: "internal" }] },
      });
      expect(await erase(id)).toBe(204);
      expect(await erase(id)).toBe(204);
      expect(because(await ask({ contactId: id }))).toEqual(ERASED);
      expect(because(await ask({ email }))).toEqual(ERASED);
      expect(because(await ask({ phone }, { channel: "call" }))).toEqual(ERASED);
      for (const path of ["", "/export", "/preferences", "/consents"]) {
        expect(refusalOf(await send(`GET /v1/contacts/${id}${path}`))).toEqual([404, "contact_not_found"]);
      }
      const found = await send(`GET /v1/contacts?email=${encodeURIComponent(email)}`);
      expect(found.body).toEqual({ items: [], next: null });
      for (const [path, body] of [
        ["outcomes", { outcome: "opened" }],
        ["confirm", {}],
        ["release", {}],
      ] as const) {
        const about = path === "outcomes" ? touchId : reserved.touchId;
        const reply = await send(`POST /v1/touches/${about}/${path}`, { body });
        expect(refusalOf(reply)).toEqual([404, "touch_not_found"]);
      }
      const wishes = await send(`PUT /v1/contacts/${id}/preferences`, { body: { optOutAll: true } });
      expect(refusalOf(wishes)).toEqual([404, "contact_not_found"]);
      const met = { to: { email }, channel: "meeting", department: "sales", purpose: "sales" };
      const told = await send("POST /v1/touches", { body: { items: [met] } });
      expect(told.body).toMatchObject({ items: [{ status: 404, problem: { code: "contact_not_found" } }] });
      expect((await send("GET /v1/suppressions?list=internal")).body.items).toEqual([]);
    });

    it("tells who erased the contact and when on its timeline, and nothing else", async () => {
      const { id, email } = await person();
      await ask({ email });
      await gate.drain();
      await erase(id);
      await gate.drain();
      const { status, body } = await send(`GET /v1/contacts/${id}/timeline`);
      const entry = { type: "erased", at: expect.any(String), by: "dev_admin" };
      expect([status, body]).toEqual([200, { items: [entry], next: null }]);
      expect((await send(`GET /v1/contacts/${id}/owner/history`)).body).toEqual({ items: [], next: null });
    });

    it("404 of somebody whom nobody knows", async () => {
      expect(refusalOf(await send(`DELETE /v1/contacts/${freshId()}`))).toEqual([404, "contact_not_found"]);
    });

    it("412 when the contact is another than the caller saw", async () => {
      const { id, body } = await person();
      const { headers } = await send(`GET /v1/contacts/${id}`);
      await send(`PUT /v1/contacts/${id}`, { body: { ...body, attributes: { name: "Another" } } });
      const seen = { "if-match": String(headers.get("etag")) };
      expect(refusalOf(await send(`DELETE /v1/contacts/${id}`, { headers: seen }))).toEqual([
        412,
        "precondition_failed",
      ]);
      const now = (await send(`GET /v1/contacts/${id}`)).headers.get("etag");
      expect(await erase(id, { "if-match": String(now) })).toBe(204);
      // Told again because its answer was lost.
      expect(await erase(id, { "if-match": String(now) })).toBe(204);
    });

    it("erases the whole person, whichever of their ids is named", async () => {
      const [one, other] = [await person(), await person()];
      const identities = [{ type: "email", value: one.email }];
      await send(`PUT /v1/contacts/${other.id}`, { body: { identities, onDuplicate: "merge" } });
      expect(await erase(other.id)).toBe(204);
      for (const to of [{ contactId: one.id }, { email: other.email }, { email: one.email }]) {
        expect(because(await ask(to))).toEqual(ERASED);
      }
    });

    it("makes a contact anew that is put under the same id, whose old addresses stay suppressed", async () => {
      const { id, email, phone, body } = await person();
      await ask({ email });
      await erase(id);
      const made = await send(`PUT /v1/contacts/${id}`, { body });
      expect([made.status, made.body.status]).toEqual([201, "active"]);
      expect(because(await ask({ contactId: id }))).toEqual(ON_THE_LIST);
      expect(because(await ask({ phone }, { channel: "call" }))).toEqual(ON_THE_LIST);
      const listed = await send(`GET /v1/suppressions?type=email&value=${encodeURIComponent(email)}`);
      expect(listed.body).toMatchObject({ items: [{ list: "erased" }] });
      await gate.drain();
      const { body: shown } = await send(`GET /v1/contacts/${id}/timeline`);
      expect((shown.items as Fields[]).map(({ type }) => type)).not.toContain("touch");
      const items = [{ type: "email", value: email, list: "erased" }];
      const lifted = await send("DELETE /v1/suppressions", { body: { items } });
      expect(lifted.body).toMatchObject({ items: [{ status: 200 }] });
      expect((await ask({ email })).decision).toBe("allow");
      expect(because(await ask({ phone }, { channel: "call" }))).toEqual(ON_THE_LIST);
    });

    it("lets an address go that is taken off the list of the erased before anybody lists it", async () => {
      const { id, email } = await person();
      await erase(id);
      const items = [{ type: "email", value: email, list: "erased" }];
      const add = await send("POST /v1/suppressions", { body: { items } });
      expect(add.body).toMatchObject({
        items: [{ status: 400, problem: { issues: [{ path: "items.0.list" }] } }],
      });
      const other = [{ type: "email", value: email, list: "national" }];
      expect((await send("POST /v1/suppressions", { body: { items: other } })).body).toMatchObject({
        items: [{ status: 200 }],
      });
      expect((await send("GET /v1/suppressions?list=national")).body.items).toEqual([]);
      expect((await send("DELETE /v1/suppressions", { body: { items } })).body).toMatchObject({
        items: [{ status: 200 }],
      });
      expect((await ask({ email })).decision).toBe("allow");
      expect(because(await ask({ contactId: id }))).toEqual(ERASED);
    });

    it("suppresses the address for others who list it, and leaves them theirs", async () => {
      const { id, email } = await person();
      const partner = freshId();
      const other = freshEmail();
      const identities = [email, other].map((value) => ({ type: "email", value }));
      await send(`PUT /v1/contacts/${partner}`, { body: { identities } });
      await erase(id);
      expect(because(await ask({ email }))).toEqual(ERASED);
      const { body } = await send(`GET /v1/contacts/${partner}`);
      expect(body.identities).toMatchObject([{ value: email, shared: true }, { value: other }]);
      expect(because(await ask({ contactId: partner }))).toEqual(ON_THE_LIST);
      expect((await ask({ email: other })).decision).toBe("allow");
    });

    it.each([1, 2, 3])("records no touch once it has answered, however many ask (race %i)", async () => {
      const { id, email } = await person();
      let answered = false;
      const late: Decision[] = [];
      const crowd = Array.from({ length: 40 }, async () => {
        for (let turn = 0; turn < 4; turn++) {
          const before = answered;
          const decision = await ask({ email });
          if (before) late.push(decision);
        }
      });
      const erased = erase(id).then((status) => {
        answered = true;
        return status;
      });
      await Promise.all(crowd);
      expect(await erased).toBe(204);
      expect(late.filter(({ decision }) => decision === "allow")).toEqual([]);
      await gate.drain();
      const { items } = await gate.store.query({ pk: `C#${id}`, limit: 1_000 });
      expect(items.map(({ sk }) => sk.replace(/^A#.*-erased$/, "A#erased"))).toEqual([
        "#",
        "A#erased",
        "ERASED",
      ]);
    });
  });
}
