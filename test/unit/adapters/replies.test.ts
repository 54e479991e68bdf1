import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readReply } from "../../../lib/adapters/read-reply.ts";
import { HELP, START, STOP, STOP_ALL, STOP_IN_CHINA } from "../../../lib/adapters/stop-words.ts";
import { fixture } from "../../support/hook-samples.ts";

interface Labelled {
  readonly language: string;
  readonly text: string;
  readonly region?: string;
  readonly is: "stop" | "stopAll" | "start" | "help" | "other";
  readonly sure?: boolean;
}
const REPLIES: readonly Labelled[] = JSON.parse(fixture("replies.json"));

const SURE = { kind: "stop", scope: "channel", isSure: true };
const UNSURE = { kind: "stop", scope: "channel", isSure: false };

describe("what customers write", () => {
  it("is labelled in ten languages and more, ordinary replies among it", () => {
    expect(REPLIES.length).toBeGreaterThanOrEqual(150);
    expect(new Set(REPLIES.map(({ language }) => language)).size).toBeGreaterThanOrEqual(10);
    expect(REPLIES.filter(({ is }) => is === "other").length).toBeGreaterThanOrEqual(100);
  });

  it.each(REPLIES)("$language: $text", ({ text, region, is, sure }) => {
    const said = readReply(text, region);
    const { kind, scope, isSure } = { scope: undefined, isSure: undefined, ...said };
    expect(kind).toBe(is === "stopAll" ? "stop" : is);
    if (kind !== "stop") return;
    expect(scope).toBe(is === "stopAll" ? "all" : "channel");
    expect(isSure).toBe(sure);
  });
});

describe("a keyword alone", () => {
  const dressings = ["", " ", ".", "!", "！", "\n", "  ", '"', "🙏", "\u200b", "…"];

  it.each([
    [STOP, SURE, undefined],
    [STOP_ALL, { ...SURE, scope: "all" }, undefined],
    [STOP_IN_CHINA, SURE, "CN"],
    [START, { kind: "start" }, undefined],
    [HELP, { kind: "help" }, undefined],
  ] as const)("is read in any case and dressing: %j", (words, said, region) => {
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.constantFrom(...dressings),
        fc.constantFrom(...dressings),
        fc.boolean(),
        (word, before, after, isUpper) => {
          const text = before + (isUpper ? word.toUpperCase() : word) + after;
          expect(readReply(text, region)).toEqual(said);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("holds every word of the lists that regulators and carriers publish", () => {
    const published = [
      ...["stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"],
      ...["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"],
      ...[
        "ARRET",
        "CANCEL",
        "END",
        "OPT-OUT",
        "OPTOUT",
        "QUIT",
        "REMOVE",
        "STOP",
        "TD",
        "UNSUBSCRIBE",
        "STOP ALL",
      ],
    ];
    for (const word of published) expect(readReply(word), word).toMatchObject({ kind: "stop", isSure: true });
  });

  it("of one letter is sure in China only", () => {
    expect(["T", "N"].map((letter) => readReply(letter, "CN"))).toEqual([SURE, SURE]);
    expect(["T", "N"].map((letter) => readReply(letter, "US"))).toEqual([UNSURE, UNSURE]);
    expect(readReply("R", "CN")).toEqual(SURE);
    expect(readReply("R", "US")).toEqual({ kind: "other" });
  });

  it("does not take an opt-out back when it is YES, which answers whatever was asked", () => {
    expect(readReply("YES")).toEqual({ kind: "other" });
  });
});

describe("any text", () => {
  it("is read without a throw, and soon", () => {
    const started = performance.now();
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
        expect(["stop", "start", "help", "other"]).toContain(readReply(text).kind);
      }),
      { numRuns: 2_000 },
    );
    for (const piece of ["don t ", "please ", "no ", "ne plus me ", "不要", "a", "не ", "dejen de a "]) {
      readReply(piece.repeat(100_000));
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
