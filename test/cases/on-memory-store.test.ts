import { describe, expect, it } from "vitest";
import { differences } from "../../lib/conform/differences.ts";
import { loadCases } from "../../lib/conform/load-cases.ts";
import { probesOf, recordingOf } from "../../lib/conform/probes.ts";
import { storeCase } from "../support/case-on-memory-store.ts";

describe("the check command on the memory store", () => {
  for (const one of loadCases()) {
    it(`${one.name}: ${one.shows}`, async () => {
      const stored = await storeCase(one);
      for (const { asked, when, expected } of probesOf(one)) {
        const answer = await stored.ask(asked, "dryRun");
        expect(differences({ ...expected, recorded: false }, answer), when).toEqual([]);
      }
      const recording = recordingOf(one);
      if (recording === undefined) return;
      const recorded = await stored.ask(recording, "record");
      expect(differences({ decision: "allow", recorded: true }, recorded)).toEqual([]);
    });
  }
});
