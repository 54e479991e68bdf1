import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** A modem at the end of a TCP connection, as smsd takes for a device: `@127.0.0.1:PORT`. */
export interface GsmModem {
  readonly device: string;
  /** The numbers to which messages were sent, in their order. */
  readonly sentTo: string[];
  /** Sends fail while it is set. */
  broken: boolean;
  /** Puts a message of somebody onto the card. */
  receive(from: string, text: string): void;
  /** The network's report on the message with this id, and TP-Status. */
  report(from: string, messageId: number, status: number): void;
  stop(): Promise<void>;
}

/** Starts one that answers as much of 3GPP TS 27.005 as smsd asks. */
export async function startGsmModem(): Promise<GsmModem> {
  /** PDUs on the card by their place, from 1. */
  const card = new Map<number, string>();
  const sentTo: string[] = [];
  let [place, lastId] = [0, 16];
  const answer = (command: string): string => {
    if (/^AT\+CPMS/.test(command))
      return `+CPMS: "SM",${card.size},10,"SM",${card.size},10,"SM",${card.size},10\r\n\r\nOK`;
    if (/^AT\+CREG\?/.test(command)) return "+CREG: 0,1\r\n\r\nOK";
    if (/^AT\+CSQ/.test(command)) return "+CSQ: 20,0\r\n\r\nOK";
    if (/^AT\+CPIN\?/.test(command)) return "+CPIN: READY\r\n\r\nOK";
    const [, read] = /^AT\+CMGR=(\d+)/.exec(command) ?? [];
    if (read !== undefined) {
      const pdu = card.get(Number(read));
      return pdu === undefined ? "OK" : `+CMGR: 0,,${pdu.length / 2 - 8}\r\n${pdu}\r\n\r\nOK`;
    }
    const [, gone] = /^AT\+CMGD=(\d+)/.exec(command) ?? [];
    if (gone !== undefined) card.delete(Number(gone));
    return "OK";
  };
  const modem: GsmModem = {
    device: "",
    sentTo,
    broken: false,
    receive: (from, text) => void card.set(++place, deliverPdu(from, text)),
    report: (from, messageId, status) => void card.set(++place, reportPdu(from, messageId, status)),
    stop: () => Promise.resolve(),
  };
  const submit = (pdu: string): string => {
    if (modem.broken) return "+CMS ERROR: 38";
    sentTo.push(recipientOf(pdu));
    return `+CMGS: ${++lastId}\r\n\r\nOK`;
  };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    let rest = "";
    socket.on("data", (chunk) => {
      rest += chunk.toString("latin1");
      // A command ends with a carriage return, a PDU with SUB.
      const lines = rest.replaceAll(SUB, `${SUB}\r`).split("\r");
      rest = lines.pop() ?? "";
      for (const line of lines.map((one) => one.trim())) {
        if (line.endsWith(SUB)) socket.write(`\r\n${submit(line)}\r\n`);
        else if (line.startsWith("AT+CMGS=")) socket.write("\r\n> ");
        else if (line !== "") socket.write(`\r\n${answer(line)}\r\n`);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return Object.assign(modem, {
    device: `@127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  });
}

const SUB = "\u001a";
const CENTRE = `0791${swapped("491722270333")}`;
/** 26-11-23 21:05:00, in the zone of the centre. */
const CENTRE_TIME = `${swapped("261123210500")}00`;
const byte = (value: number): string => value.toString(16).padStart(2, "0").toUpperCase();

/** Half-bytes in the order of 3GPP TS 23.040, 9.1.2.3. */
function swapped(digits: string): string {
  return (digits.length % 2 === 0 ? digits : `${digits}F`).replaceAll(/(.)(.)/g, "$2$1");
}

/** SMS-DELIVER with 16 bits a letter, so that any text goes. */
function deliverPdu(from: string, text: string): string {
  const words = Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase();
  return `${CENTRE}04${byte(from.length)}91${swapped(from)}0008${CENTRE_TIME}${byte(words.length / 2)}${words}`;
}

/** SMS-STATUS-REPORT */
const reportPdu = (from: string, messageId: number, status: number): string =>
  `${CENTRE}06${byte(messageId)}${byte(from.length)}91${swapped(from)}${CENTRE_TIME}${CENTRE_TIME}${byte(status)}`;

/** Of an SMS-SUBMIT behind the length of the centre's number: flags, reference, digits, type, number. */
function recipientOf(pdu: string): string {
  const [, digits = "", rest = ""] = /^00....(..)..(.*)$/.exec(pdu) ?? [];
  const count = Number.parseInt(digits, 16);
  return swapped(rest.slice(0, count + (count % 2))).replace("F", "");
}
