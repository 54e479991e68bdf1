import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { actionText } from "../../../lib/adapters/postfix/action.ts";
import { createRequestReader, RequestTooLarge } from "../../../lib/adapters/postfix/read-requests.ts";

const name = fc.stringMatching(/^[a-z_]{1,20}$/);
const value = fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => text.replace(/[\r\n]/g, " "));
const request = fc.uniqueArray(fc.tuple(name, value), {
  minLength: 1,
  maxLength: 8,
  selector: ([one]) => one,
});

const written = (attributes: readonly (readonly [string, string])[]): string =>
  `${attributes.map(([one, text]) => `${one}=${text}\n`).join("")}\n`;

describe("questions of Postfix", () => {
  it("are read whole and in their order, wherever the stream is cut", () => {
    fc.assert(
      fc.property(
        fc.array(request, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(2_000), { maxLength: 12 }),
        (requests, cuts) => {
          const bytes = Buffer.from(requests.map(written).join(""));
          const reader = createRequestReader();
          const places = [0, ...cuts.map((cut) => cut % bytes.length), bytes.length].sort((a, b) => a - b);
          const read = places.slice(1).flatMap((to, index) => {
            // What was handed over is used again by the socket.
            const piece = Buffer.from(bytes.subarray(places[index], to));
            const got = reader.read(piece);
            piece.fill(0);
            return got;
          });
          expect(read.map((one) => [...one])).toEqual(requests);
        },
      ),
    );
  });

  it("may end their lines as Windows does, and lines without a name are passed over", () => {
    const text = "request=smtpd_access_policy\r\nnonsense\r\n=x\r\nsender=a=b@example.com\r\n\r\n\r\n";
    expect(
      createRequestReader()
        .read(Buffer.from(text))
        .map((one) => Object.fromEntries(one)),
    ).toEqual([{ request: "smtpd_access_policy", sender: "a=b@example.com" }]);
  });

  it.each([
    ["a line without an end", "x".repeat(70_000)],
    ["lines without an end", "a=1\n".repeat(20_000)],
  ])("have an end: %s is refused", (_, text) => {
    expect(() => createRequestReader().read(Buffer.from(text))).toThrow(RequestTooLarge);
    const slowly = createRequestReader();
    expect(() => {
      for (const one of Buffer.from(text)
        .toString()
        .match(/[\s\S]{1,1000}/g) ?? [])
        slowly.read(Buffer.from(one));
    }).toThrow(RequestTooLarge);
  });
});

describe("actions for Postfix", () => {
  it("are one short line of ASCII, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 2_000 }),
        fc.constantFrom("reject", "defer"),
        (text, what) => {
          const line = actionText({ do: what as "reject", status: "5.7.1", text });
          expect(line).toMatch(/^action=(REJECT|DEFER_IF_PERMIT) 5\.7\.1 [\x20-\x7e]*\n\n$/);
          expect(line.length).toBeLessThan(400);
        },
      ),
    );
    expect(actionText({ do: "dunno" })).toBe("action=DUNNO\n\n");
    expect(actionText({ do: "defer", status: "4.7.1", text: "Not now:\n 李明" })).toBe(
      "action=DEFER_IF_PERMIT 4.7.1 Not now: ??\n\n",
    );
  });
});
