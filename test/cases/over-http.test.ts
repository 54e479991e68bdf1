import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCases } from "../../lib/conform/load-cases.ts";
import { type OpenGate, openGate } from "../../lib/conform/open-gate.ts";
import { runCase } from "../../lib/conform/run-case.ts";
import { type Gate, startGate } from "../../lib/local/gate.ts";
import { availableEngines } from "../support/engines.ts";

const engines = await availableEngines();
const dynoxide = engines.find(({ kind }) => kind === "dynoxide");
const engine = dynoxide !== undefined && "engine" in dynoxide ? dynoxide.engine : undefined;

describe.skipIf(engine === undefined)("a gate over HTTP", () => {
  let local: Gate;
  let gate: OpenGate;
  beforeAll(async () => {
    local = await startGate({ memory: true, port: 0, ...(engine && { engine }) });
    gate = await openGate(local.url, "tg_dev_admin");
  });
  afterAll(() => local?.stop());

  for (const one of loadCases()) {
    it(`${one.name}: ${one.shows}`, async ({ skip }) => {
      const result = await runCase(gate, one);
      if (result.kind === "skipped") return skip(result.reason);
      expect(result).toEqual({ kind: "passed" });
    });
  }
});
