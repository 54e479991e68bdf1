import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createClient } from "../../lib/client/client.ts";
import { gated, NotAllowed } from "../../lib/client/nodemailer.ts";
import { freshEmail, freshId, startTestGate, type TestGate } from "../support/gate.ts";

const POLICY = {
  ...{ id: "mailer", timezone: "UTC", departments: ["marketing"], purposes: { marketing: {} } },
  rules: [{ id: "daily", kind: "cap", max: 1, window: { rolling: "P1D" } }],
};

let gate: TestGate;
/** A real mail server, and what it took. */
let server: SMTPServer;
const taken: { readonly to: readonly string[]; readonly text: string }[] = [];
/** What it says to a recipient, or at the end of a message; nothing when it takes it. */
let objects: (at: "recipient" | "end", address: string) => number | undefined = () => undefined;

beforeAll(async () => {
  gate = await startTestGate({ policy: POLICY });
  const refusal = (code: number) => Object.assign(new Error("refused"), { responseCode: code });
  server = new SMTPServer({
    ...{ disabledCommands: ["AUTH", "STARTTLS"], logger: false },
    onRcptTo({ address }, _session, done) {
      const code = objects("recipient", address);
      done(code === undefined ? undefined : refusal(code));
    },
    onData(stream, { envelope }, done) {
      stream.toArray().then((chunks) => {
        const code = objects("end", "");
        if (code !== undefined) return done(refusal(code));
        const to = envelope.rcptTo.map(({ address }) => address);
        taken.push({ to, text: Buffer.concat(chunks).toString() });
        done();
      }, done);
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
});
afterEach(() => {
  taken.length = 0;
  objects = () => undefined;
});
afterAll(async () => {
  await new Promise<void>((resolve) => server.close(resolve));
  await gate.stop();
});

function mailerOf(
  more: Partial<Parameters<typeof createClient>[0]> = {},
  { port } = server.server.address() as AddressInfo,
) {
  const client = createClient({ url: gate.url, key: "tg_dev_admin", onUnavailable: "defer", ...more });
  const smtp = createTransport({ host: "127.0.0.1", port, ignoreTLS: true });
  return createTransport(gated(smtp, { gate: client, department: "marketing", purpose: "marketing" }));
}
const message = (to: string | readonly string[], touchgate: object = {}): object => ({
  ...{ from: "news@example.com", to, subject: "Spring", text: "It is here.", touchgate },
});
const touchesOf = async (email: string) => {
  const asked = { to: { email }, channel: "email", department: "marketing", purpose: "marketing" };
  const { recent } = await gate.check({ ...asked, mode: "dryRun", include: ["recent"] });
  return recent as readonly { readonly state: string; readonly campaign?: string }[];
};
const failed = async (sent: Promise<unknown>): Promise<Error> => {
  const fault = await sent.then(() => undefined).catch((thrown: Error) => thrown);
  if (fault === undefined) throw new Error("it was sent");
  return fault;
};

describe("a mailer behind the gate", () => {
  it("sends to those who are allowed, and says of the others why not", async () => {
    const [full, free] = [freshEmail(), freshEmail()];
    await mailerOf().sendMail(message(full));
    const info = (await mailerOf().sendMail(message([full, free], { campaign: "spring" }))) as unknown as {
      readonly accepted: readonly string[];
      readonly rejected: readonly string[];
      readonly touchgate: ReadonlyMap<string, { readonly decision: string }>;
    };
    expect(taken.map(({ to }) => to)).toEqual([[full], [free]]);
    expect([info.accepted, info.rejected]).toEqual([[free], [full]]);
    expect([...info.touchgate].map(([email, { decision }]) => [email, decision])).toEqual([
      [full, "defer"],
      [free, "allow"],
    ]);
    expect(await touchesOf(free)).toMatchObject([{ state: "confirmed", campaign: "spring" }]);
  });

  it("fails when nobody is left, with the reason and the time", async () => {
    const email = freshEmail();
    await mailerOf().sendMail(message(email));
    const fault = await failed(mailerOf().sendMail(message(email)));
    expect(fault).toBeInstanceOf(NotAllowed);
    expect(fault.message).toMatch(new RegExp(`^${email}: defer, .*\\(after 20\\d\\d-.*Z\\)$`));
    expect(taken).toHaveLength(1);
  });

  it("counts a message once that is sent again by the same key", async () => {
    const [email, idempotencyKey] = [freshEmail(), freshId()];
    for (const _ of [1, 2]) await mailerOf().sendMail(message(email, { idempotencyKey }));
    expect(await touchesOf(email)).toHaveLength(1);
  });

  it("gives the place back when the server refuses the message or a recipient, so that it can be sent again", async () => {
    const [email, other, idempotencyKey] = [freshEmail(), freshEmail(), freshId()];
    objects = (at) => (at === "end" ? 451 : undefined);
    await failed(mailerOf().sendMail(message(email, { idempotencyKey })));
    expect(await touchesOf(email)).toMatchObject([{ state: "released" }]);
    objects = (_, address) => (address === other ? 550 : undefined);
    await mailerOf().sendMail(message([email, other], { idempotencyKey }));
    expect(await touchesOf(email)).toMatchObject([{ state: "released" }, { state: "confirmed" }].reverse());
    expect(await touchesOf(other)).toMatchObject([{ state: "released" }]);
  });

  it("gives the place back when the server was not reached", async () => {
    const email = freshEmail();
    const closed = createServer().listen(0, "127.0.0.1");
    await once(closed, "listening");
    const address = closed.address() as AddressInfo;
    closed.close();
    await failed(mailerOf({}, address).sendMail(message(email)));
    expect(await touchesOf(email)).toMatchObject([{ state: "released" }]);
  });

  it("counts a message of which nobody knows whether it was taken", async () => {
    const email = freshEmail();
    objects = (at) => {
      if (at === "end") for (const { socket } of connectionsOf(server)) socket.destroy();
      return undefined;
    };
    await failed(mailerOf().sendMail(message(email)));
    expect(await touchesOf(email)).toMatchObject([{ state: "confirmed" }]);
  });

  it("sends nothing and holds nothing when a recipient cannot be asked for", async () => {
    const email = freshEmail();
    const fault = await failed(mailerOf().sendMail(message([email, "a@b@c"], { purpose: "gossip" })));
    expect(fault).toMatchObject({ name: "GateProblem", status: 400 });
    expect(taken).toEqual([]);
    expect(await touchesOf(email)).toEqual([]);
  });

  it("does what its owner chose when the gate cannot be asked", async () => {
    const gone = await startTestGate();
    await gone.stop();
    const fault = await failed(mailerOf({ url: gone.url }).sendMail(message(freshEmail())));
    expect(fault.message).toMatch(/: defer, .*ECONNREFUSED/);
    await mailerOf({ url: gone.url, onUnavailable: "allow" }).sendMail(message(freshEmail()));
    expect(taken).toHaveLength(1);
  });

  it("can still be verified and closed", async () => {
    const mailer = mailerOf();
    expect(await mailer.verify()).toBe(true);
    mailer.close();
  });
});

const connectionsOf = (of: SMTPServer): readonly { readonly socket: { destroy(): void } }[] =>
  [...(of.connections as Set<unknown>)].map((connection) => {
    const { _socket: socket } = connection as { readonly _socket: { destroy(): void } };
    return { socket };
  });
