import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Asks a policy service as Postfix does: one connection, one question after the other. */
export interface PolicyClient {
  /** The action, as `DUNNO` or `REJECT 5.7.1 …`. */
  ask(question: Readonly<Record<string, string>>): Promise<string>;
  readonly socket: Socket;
}

/** To `inet:HOST:PORT` or `unix:PATH`. */
export async function connectPolicyClient(name: string): Promise<PolicyClient> {
  const [, path] = /^unix:(.*)$/.exec(name) ?? [];
  const [, host, port] = /^inet:(.*):(\d+)$/.exec(name) ?? [];
  const socket = path === undefined ? connect(Number(port), host) : connect(path);
  await once(socket, "connect");
  const answers = answersOf(socket);
  return {
    socket,
    async ask(question) {
      socket.write(questionText(question));
      const { value, done } = await answers.next();
      if (done === true) throw new Error("the policy service ended the connection");
      return value;
    },
  };
}

export const questionText = (question: Readonly<Record<string, string>>): string =>
  `request=smtpd_access_policy\n${Object.entries(question)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("")}\n`;

async function* answersOf(socket: Socket): AsyncGenerator<string, void> {
  let text = "";
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += chunk;
    const whole = text.split("\n\n");
    text = whole.pop() ?? "";
    for (const answer of whole) yield answer.replace(/^action=/, "");
  }
}
