import { expect, it } from "vitest";
import { startTestGate } from "../support/gate.ts";
import { availableEngines } from "../support/engines.ts";

const POLICY = (k: number) => ({ id: "cap", departments: ["marketing","sales"], purposes: { marketing: {} }, rules: [{ id: "cap", kind: "cap", max: k, window: { rolling: "P7D" } }] });
it("probe", async () => {
  for (const it of await availableEngines()) {
    if ("missing" in it) { console.log(it); continue; }
    let t = performance.now();
    const gate = await startTestGate({ engine: it.engine, policy: POLICY(5), log: (l) => { if (l.level === "error") console.log(l); } });
    console.log(it.kind, "start", performance.now() - t);
    for (let i = 0; i < 6; i++) {
      t = performance.now();
      const all = await Promise.all(Array.from({ length: 100 }, () => gate.send("POST /v1/check", { body: { to: { email: `x${i}@example.com` }, channel: "email", department: "marketing", purpose: "marketing" } })));
      const by: Record<string, number> = {};
      for (const r of all) { const k = r.status + String(r.body["decision"] ?? r.body["code"]); by[k] = (by[k] ?? 0) + 1; }
      console.log(it.kind, i, by, Math.round(performance.now() - t));
    }
    const tries: [string, object][] = [
      ["GET /v1/contacts/" + "a".repeat(3000), {}],
      ["DELETE /v1/keys/" + "a".repeat(3000), {}],
      ["PUT /v1/contacts/" + "a".repeat(3000) + "/preferences", { body: {} }],
      ["PATCH /v1/contacts/" + "a".repeat(3000), { body: {} }],
      ["POST /v1/policies/validate", { body: { "rules.0.kind": 1 } }],
      ["POST /v1/check", { body: { to: { email: "q@example.com" }, channel: "email", department: "marketing", purpose: "marketing", campaign: "\ud800" } }],
      ["POST /v1/keys", { body: { scopes: ["check"], note: "\ud800" } }],
      ["PUT /v1/contacts/x1", { body: { attributes: { name: "\ud800", stage: "\ud800" } } }],
      ["GET /v1/contacts/x1", {}],
      ["PUT /v1/contacts/x1/preferences", { raw: Buffer.from('{"topics":{"__proto__":{"optOut":true}}}'), headers: { "content-type": "application/json" } }],
      ["PUT /v1/contacts/x1/preferences", { body: { topics: { constructor: { optOut: true }, "\ud800": {optOut:true} } } }],
      ["GET /v1/contacts/x1/preferences", {}],
      ["POST /v1/check", { raw: Buffer.from('{"__proto__":{},"constructor":1,"to":{"__proto__":1,"email":"a@example.com"},"channel":"email","department":"marketing","purpose":"marketing"}'), headers: { "content-type": "application/json" } }],
      ["POST /v1/check", { raw: Buffer.concat([Buffer.from('{"to":{"email":"a@example.com"},"channel":"email","department":"marketing","purpose":"marketing","campaign":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]), headers: { "content-type": "application/json" } }],
      ["POST /v1/check", { raw: Buffer.from("["+"[".repeat(100000)), headers: { "content-type": "application/json" } }],
      ["POST /v1/check", { raw: Buffer.from("[".repeat(100000)+"]".repeat(100000)), headers: { "content-type": "application/json" } }],
      ["POST /v1/policies/validate", { raw: Buffer.from('{"rules":'+"[".repeat(100000)+"]".repeat(100000)+'}'), headers: { "content-type": "application/json" } }],
      ["POST /v1/check", { body: { to: { email: 5, phone: "+8613800138000", x: 1 }, channel: "emai", purpose: "nope", mode: "reserve", include: ["remaining"], bogus: 1 } }],
      ["POST /v1/check", { body: { to: { email: "a@example.com", phone: "+8613800138000", x: 1 }, channel: "email", purpose: "marketing" } }],
      ["POST /v1/check", { body: { to: { email: "a@", phone: "12" }, channel: "email", purpose: "marketing" } }],
      ["POST /v1/check", {}],
      ["GET /%zz", {}], ["GET /v1/contacts/%zz", {}], ["GET /v1/contacts/%ff", {}],
      ["GET /v1/contacts/a%2Fb", {}], ["GET /v1/contacts/a%00b", {}],
      ["HEAD /healthz", {}], ["HEAD /v1/check", {}], ["OPTIONS /v1/check", {}], ["GET /v1/check", {}],
      ["GET /v1/contacts?phone=12", {}], ["GET /v1/contacts?email=a@b.co&x=1", {}], ["GET /v1/contacts?region=CN", {}],["GET /v1/contacts?email=a@b.co&region=CN", {}],
      ["GET /v1/contacts?externalId=a:1", {}],["GET /v1/contacts?externalId=1", {}],["GET /v1/contacts?__proto__=1", {}],
      ["POST /v1/policies/validate", { raw: Buffer.from('{"id":"x","purposes":{"__proto__":{"counts":false},"a":{}},"rules":[]}'), headers: { "content-type": "application/json" } }],
      ["POST /v1/policies/validate", { body: null }],
      ["POST /v1/policies/validate", { body: {id:"x",purposes:{a:{}},rules:[null, {id:"x"}, {id:"x",kind:"cooldown"},{id:"x",kind:"cap",max:{by:"stage",values:{}, default:-1},window:{rolling:"P1M"}},{id:"x",kind:"cap",max:"a",window:{}}]} }],
    ];
    for (const [line, sent] of tries) {
      const r = await gate.send(line, sent);
      console.log(line.slice(0, 60), JSON.stringify(sent).slice(0, 90), "→", r.status, JSON.stringify(r.body)?.slice(0, 900));
    }
    await gate.stop();
  }
});
