import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HookRequest } from "../../../lib/adapters/hook.ts";
import { parse } from "../../../lib/core/issues.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { fuzzedBody, randomOf } from "../../support/fuzz.ts";
import { judged, NOW, SAMPLES, type Sample, textOf } from "../../support/hook-samples.ts";

/** The same byte with some of its bits turned round; of a header or an address one that stays printable. */
const flipped = (text: string, at: number, bits: number): string =>
  text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ bits) + text.slice(at + 1);

type Part = "body" | "url" | { readonly header: string };

function withFlip(request: HookRequest, part: Part, { at, bits }: { at: number; bits: number }): HookRequest {
  if (part === "body") {
    const body = Uint8Array.from(request.body);
    const index = at % body.length;
    body[index] = (body[index] ?? 0) ^ bits;
    return { ...request, body };
  }
  if (part === "url") return { ...request, url: flipped(request.url, at % request.url.length, bits) };
  const value = request.headers[part.header] ?? "";
  const headers = { ...request.headers, [part.header]: flipped(value, at % value.length, bits) };
  return { ...request, headers };
}

const partsOf = ({ proofs }: Sample): readonly Part[] => [
  "body",
  "url",
  ...proofs.map((header) => ({ header })),
];

describe.each(SAMPLES)("a request of $name", (sample) => {
  const { adapter, field, good, other, oldest } = sample;

  it("is the vendor's when it is signed with the secret", async () => {
    expect(await judged(sample, sample.request(NOW))).toBe("verified");
  });

  it("is refused with another secret", async () => {
    expect(await judged(sample, sample.request(NOW), { secrets: [other] })).toMatch(
      /^(bad_signature|unexpected_topic)$/,
    );
  });

  it("is taken with the old secret and with the new one while both are set up", async () => {
    expect(await judged(sample, sample.request(NOW), { secrets: [other, good] })).toBe("verified");
    expect(await judged(sample, sample.request(NOW), { secrets: [good, other] })).toBe("verified");
  });

  it("is refused when a byte of what is signed is another", async () => {
    const request = sample.request(NOW);
    const meaning = sample.meaning(request);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...partsOf(sample)),
        fc.record({ at: fc.nat(20_000), bits: fc.integer({ min: 1, max: 127 }) }),
        async (part, flip) => {
          const other = withFlip(request, part, flip);
          fc.pre(sample.meaning(other) !== meaning);
          expect(await judged(sample, other)).not.toBe("verified");
        },
      ),
      { numRuns: 400 },
    );
  });

  it.each(sample.proofs)("is refused without %s", async (name) => {
    const { [name]: _, ...headers } = sample.request(NOW).headers;
    expect(await judged(sample, { ...sample.request(NOW), headers })).toBe("no_signature");
  });

  it.each([undefined, "text/html", "multipart/form-data; boundary=x", "application/jsonp", ""])(
    "is refused with the content type %j",
    async (type) => {
      const { "content-type": _, ...headers } = sample.request(NOW).headers;
      const given = type === undefined ? headers : { ...headers, "content-type": type };
      expect(await judged(sample, { ...sample.request(NOW), headers: given })).toBe("wrong_content_type");
    },
  );

  it.skipIf(oldest === undefined)("is stale outside the time it may take, on either side", async () => {
    const request = sample.request(NOW);
    const at = (ms: number) => judged(sample, request, { now: epochMs(NOW + ms) });
    expect(await at((oldest as number) - 1_000)).toBe("verified");
    expect(await at((oldest as number) + 1_000)).toBe("stale");
    expect(await at(-299_000)).toBe("verified");
    expect(await at(-301_000)).toBe("stale");
  });

  it("lists what is wrong with its secrets, and takes good ones", () => {
    const issues = (value: unknown) => {
      const parsed = parse(adapter.Secrets, value);
      return "issues" in parsed ? parsed.issues.map(({ path }) => path) : [];
    };
    expect(issues({ [field]: [good, other] })).toEqual([]);
    expect(issues({})).toEqual([field]);
    expect(issues({ [field]: [] })).toEqual([field]);
    expect(issues({ [field]: Array(51).fill(good) })).toEqual([field]);
    expect(issues({ [field]: ["x", good, 1], more: true })).toEqual(
      expect.arrayContaining(["more", `${field}.0`, `${field}.2`]),
    );
  });
});

const CASES = 10_000;

describe(`${CASES} broken requests`, () => {
  it("are read and judged without a throw, and none is the vendor's by chance", async () => {
    const random = randomOf(20_261_123);
    const requests = SAMPLES.map((sample) => ({ sample, request: sample.request(NOW) }));
    let withFaults = 0;
    for (let index = 0; index < CASES; index++) {
      const { sample, request } = requests[index % SAMPLES.length] as (typeof requests)[number];
      const body = new Uint8Array(fuzzedBody(random, valid(request)));
      const reading = sample.adapter.read({ ...request, body }, sample.event, NOW);
      expect(Array.isArray(reading.messages)).toBe(true);
      for (const issue of reading.issues) expect(issue.message).not.toBe("");
      if (reading.issues.length > 0) withFaults++;
      const broken = { ...request, body };
      if (sample.meaning(broken) !== sample.meaning(request)) {
        expect(await judged(sample, broken), sample.name).not.toBe("verified");
      }
    }
    expect(withFaults).toBeGreaterThan(CASES / 10);
  });
});

function valid(request: HookRequest): readonly unknown[] {
  try {
    return [JSON.parse(textOf(request))];
  } catch {
    return [Object.fromEntries(new URLSearchParams(textOf(request)))];
  }
}
