import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageIdsOf, readIncoming, readReport, tailOf } from "../../../lib/adapters/smstools/incoming.ts";
import { headerOf, readMessageFile, withHeaders } from "../../../lib/adapters/smstools/message-file.ts";
import { OURS, readOutgoing } from "../../../lib/adapters/smstools/outgoing.ts";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const fileOf = (text: string) => readMessageFile(bytes(text));
const outgoing = (text: string, region?: string) => readOutgoing(fileOf(text), region);
const issuesOf = (text: string) => {
  const read = outgoing(text);
  return "issues" in read ? read.issues : [];
};

const name = fc.stringMatching(/^[A-Za-z_-]{1,20}$/);
const value = fc.string({ unit: "grapheme", maxLength: 60 }).map((text) => text.replace(/\p{Cc}/gu, " "));
const head = fc
  .array(fc.tuple(name, value), { minLength: 1, maxLength: 8 })
  .map((headers) => headers.map(([one, text]) => `${one}: ${text}\n`).join(""));
const body = fc.uint8Array({ maxLength: 300 });
const file = fc
  .tuple(head, fc.constantFrom("\n", "\r\n", " \t\n"), body)
  .map(([lines, blank, text]) => Buffer.concat([Buffer.from(lines + blank), text]));

describe("a message file", () => {
  it("keeps its text and all other headers byte by byte when headers are written and taken away again", () => {
    fc.assert(
      fc.property(file, value, (given, text) => {
        const written = withHeaders(given, { [OURS.id]: "1", [OURS.reason]: text });
        expect(Buffer.from(readMessageFile(written).body)).toEqual(Buffer.from(readMessageFile(given).body));
        const back = withHeaders(written, { [OURS.id]: undefined, [OURS.reason]: undefined });
        expect(Buffer.from(back)).toEqual(given);
      }),
    );
  });

  it("has each header that was written once, on one line that smsd does not cut", () => {
    const texts = fc.string({ unit: "binary", maxLength: 3_000 });
    fc.assert(
      fc.property(file, texts, texts, (given, first, second) => {
        const once = withHeaders(given, { [OURS.reason]: first });
        const twice = readMessageFile(withHeaders(once, { [OURS.reason]: second }));
        expect(twice.headers.filter((header) => header.name === OURS.reason)).toHaveLength(1);
        expect(twice.faults).toEqual([]);
        expect(twice.headers).toHaveLength(readMessageFile(once).headers.length);
      }),
    );
  });

  it("is read without a throw, whatever it holds", () => {
    const anything = fc.oneof(fc.uint8Array({ maxLength: 500 }), file);
    fc.assert(
      fc.property(anything, (given) => {
        const read = readMessageFile(given);
        readOutgoing(read, "DE");
        readIncoming(read, "DE");
        readReport(read);
      }),
    );
  });

  it("may end without a blank line and without a line feed", () => {
    const written = withHeaders(bytes("To: 491721234567"), { [OURS.id]: "1" });
    expect(Buffer.from(written).toString()).toBe("To: 491721234567\nTouchgate-Id: 1\n");
  });

  it("tells header names apart by their case and reads values in UTF-8 or ISO-8859-15", () => {
    const latin = Buffer.from("Touchgate-Campaign: Fr\xfchling \xa4\n\n", "latin1");
    expect(headerOf(readMessageFile(latin), "Touchgate-Campaign")).toBe("Frühling €");
    expect(headerOf(fileOf("Touchgate-Campaign: Frühling\n\n"), "Touchgate-Campaign")).toBe("Frühling");
    expect(headerOf(fileOf("to: 1\n\n"), "To")).toBeUndefined();
  });

  it("is at fault where smsd would cut a line in two, or end it before", () => {
    expect(fileOf(`To: 49\nX: ${"a".repeat(697)}\n\n`).faults).toEqual(["line 2 is longer than 700 bytes"]);
    expect(fileOf("To: 49\0\n\n").faults).toEqual(["line 1 has control characters"]);
    expect(fileOf(`To: 49\nX: ${"a".repeat(696)}\n\n`).faults).toEqual([]);
  });
});

describe("a message that wants to be sent", () => {
  it.each([
    ["491721234567", "+491721234567"],
    ["+49 172 12-34567", "+491721234567"],
    ["00491721234567", "+491721234567"],
  ])("to %s is asked for as %s", (to, phone) => {
    expect(outgoing(`To: ${to}\n\nHi`)).toMatchObject({ to: { phone }, channel: "sms" });
  });

  it("has a national number in the country that the operator names", () => {
    const text = "To: 0172 1234567\nTo_TOA: national\n\nHi";
    expect(outgoing(text, "DE")).toMatchObject({ to: { phone: "01721234567", region: "DE" } });
    expect(issuesOf(text)).toEqual([expect.stringContaining("--region")]);
  });

  it("goes to nobody who could be asked for when its number is short", () => {
    expect(outgoing("To: s12345\n\nHi")).toMatchObject({ to: undefined });
    expect(issuesOf("To: s491721234567\n\nHi")).toEqual([expect.stringMatching(/^To: is no number/)]);
  });

  it("says what it is for in its own headers, in any case of letters", () => {
    const text =
      "To: 491721234567\nTouchgate-Purpose: sales\ntouchgate-campaign: spring\nVoicecall: yes\n\nTONE:";
    expect(outgoing(text)).toMatchObject({
      channel: "call",
      asked: { purpose: "sales", campaign: "spring" },
    });
  });

  it("tells all that is wrong with it at once", () => {
    expect(issuesOf("Touchgate-Campain: x\nTouchgate-Topic:\nInclude: /etc/passwd\n\nHi")).toEqual([
      expect.stringMatching(/^Include: /),
      expect.stringMatching(/^Touchgate-Campain: is not known, use Touchgate-Department, /),
      "Touchgate-Topic: is empty",
      "To: is missing",
    ]);
    expect(issuesOf("To: 491721234567\nTo: 491729999999\n\nHi")).toEqual(["To: stands there more than once"]);
    expect(issuesOf("To: 491721234567\nTouchgate-Topic: a\nTouchgate-Topic: b\n\nHi")).toEqual([
      "Touchgate-Topic: stands there twice",
    ]);
    expect(issuesOf("To: 491721234567\nText_is_pdu: yes\n\nHi")).toHaveLength(1);
    expect(issuesOf("To: 491721234567\nText_is_pdu: no\n\nHi")).toEqual([]);
    expect(issuesOf("\ufeffTo: 491721234567\n\nHi")).toEqual(["To: is missing"]);
  });

  it("is another message once smsd was done with it", () => {
    const ours = "Touchgate-Id: 5b0c6d0e-0000\nTouchgate-Since: 2026-11-23T08:00:00.000Z\n";
    const before = { id: "5b0c6d0e-0000", sinceMs: Date.parse("2026-11-23T08:00:00.000Z") };
    expect(outgoing(`To: 491721234567\n${ours}\nHi`)).toMatchObject(before);
    for (const ended of ["Sent: 26-11-23 21:05:00", "Failed: 26-11-23 21:05:00"]) {
      const read = outgoing(`To: 491721234567\n${ours}${ended}\n\nHi`);
      expect(read).toMatchObject({ id: undefined, sinceMs: undefined });
    }
  });
});

describe("a message that was received", () => {
  const from = "From: 491721234567\nFrom_TOA: 91 international, ISDN/telephone\n";
  const withBody = (alphabet: string, text: Uint8Array) =>
    readIncoming(
      readMessageFile(Buffer.concat([Buffer.from(`${from}Alphabet: ${alphabet}\n\n`), text])),
      undefined,
    );

  it.each([
    ["ISO", Buffer.from("arr\xeat", "latin1"), "arrêt"],
    ["UTF-8", Buffer.from("arrêt"), "arrêt"],
    ["UCS2", Buffer.from("退订", "utf16le").swap16(), "退订"],
  ])("is read in %s", (alphabet, text, words) => {
    expect(withBody(alphabet, text)).toEqual({ from: { phone: "+491721234567" }, text: words });
  });

  it("has nothing to say in binary, or from who is no telephone", () => {
    expect(withBody("binary", Buffer.from("STOP"))).toBeUndefined();
    for (const who of ["Vodafone", "12345"]) {
      expect(readIncoming(fileOf(`From: ${who}\nFrom_TOA: 81 unknown\n\nSTOP`), "DE")).toBeUndefined();
    }
  });

  it("keeps the word of a national number, with its country if that is known", () => {
    const national = fileOf("From: 01721234567\nFrom_TOA: A1 national, ISDN/telephone\n\nSTOP");
    expect(readIncoming(national, "DE")?.from).toEqual({ phone: "01721234567", region: "DE" });
    expect(readIncoming(national, undefined)?.from).toEqual({ phone: "01721234567" });
  });
});

describe("a status report", () => {
  const report = (status: number) =>
    readReport(fileOf(`From: 491721234567\n\nSMS STATUS REPORT\nMessage_id: 117\nStatus: ${status},text`));

  it.each([
    [0, "delivered"],
    [1, undefined],
    [48, undefined],
    [64, "failed"],
    [70, "failed"],
    [128, undefined],
  ])("with the status %i means %s", (status, outcome) => {
    expect(report(status)).toEqual({ tail: "1234567", messageId: "117", outcome });
  });

  it("is none without its lines", () => {
    expect(readReport(fileOf("From: 491721234567\n\nSTOP"))).toBeUndefined();
  });

  it("finds a message by what all spellings of a number share, and by each of its ids", () => {
    expect([tailOf("0172 1234567"), tailOf("+491721234567")]).toEqual(["1234567", "1234567"]);
    expect(messageIdsOf(fileOf("To: 49\nMessage_id: 117 118 .\n\nHi"))).toEqual(["117", "118"]);
    expect(messageIdsOf(fileOf("To: 49\n\nHi"))).toEqual([]);
  });
});
