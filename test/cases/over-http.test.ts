import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { epochMs } from "../../lib/core/time.ts";
import { startGate } from "../../lib/local/gate.ts";
import { askOverHttp, type GateUnderTest, prepareOverHttp, unreachable } from "../support/case-over-http.ts";
import { askedAt, expectedOf, instant, loadCases } from "../support/cases.ts";
import { availableEngines } from "../support/engines.ts";

const engines = await availableEngines();
const dynoxide = engines.find(({ kind }) => kind === "dynoxide");
const engine = dynoxide !== undefined && "engine" in dynoxide ? dynoxide.engine : undefined;

describe.skipIf(engine === undefined)("a gate over HTTP", () => {
  let gate: GateUnderTest & { stop(): Promise<void> };
  beforeAll(async () => {
    gate = await startGate({ memory: true, port: 0, ...(engine && { engine }) });
  });
  afterAll(() => gate?.stop());

  for (const one of loadCases()) {
    const missing = unreachable(one);
    const title = `${one.name}${missing === undefined ? "" : ` (no call brings about ${missing} yet)`}`;
    it.skipIf(missing !== undefined)(title, async () => {
      await prepareOverHttp(gate, one);
      const answer = await askOverHttp(gate, one, "dryRun");
      expect(answer).toMatchObject({ ...expectedOf(one), recorded: false });

      const { nextAllowedAt } = one.expect;
      if (nextAllowedAt !== null) {
        const before = askedAt(one, epochMs(instant(nextAllowedAt) - 1));
        expect(await askOverHttp(gate, before, "dryRun")).toMatchObject({ decision: "defer", nextAllowedAt });
      }
      if (one.expect.decision === "deny") return;
      const passes = nextAllowedAt === null ? one : askedAt(one, instant(nextAllowedAt));
      const planned = one.request.at !== undefined;
      expect(await askOverHttp(gate, passes, planned ? "dryRun" : "record")).toMatchObject({
        decision: "allow",
        recorded: !planned,
      });
    });
  }
});
