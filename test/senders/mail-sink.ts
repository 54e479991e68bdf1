import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/** A mail server that takes everything. */
export interface MailSink {
  readonly port: number;
  /** Recipients of what it took, one for each. */
  readonly taken: string[];
  stop(): Promise<void>;
}

export async function startMailSink(): Promise<MailSink> {
  const taken: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, { envelope }, done) {
      stream.resume().on("end", () => {
        taken.push(...envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  return {
    ...{ port: (server.server.address() as AddressInfo).port, taken },
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}
