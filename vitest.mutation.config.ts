import { defineConfig } from "vitest/config";

/** The tests that the mutants of lib/core are put before: of the core, and quick. Each meets those that reach it. */
export default defineConfig({
  test: {
    // One process for all files of a run: starting one for each would take longer than the tests.
    isolate: false,
    include: [
      "test/unit/core/**/*.test.ts",
      "test/unit/identity/**/*.test.ts",
      "test/unit/calendar.test.ts",
      "test/unit/zones.test.ts",
      "test/cases/cases.test.ts",
      "test/property/decide.test.ts",
      "test/property/decide-found.test.ts",
    ],
    exclude: ["**/*-by-chance.test.ts"],
    setupFiles: ["test/support/same-chance.ts"],
    env: { DECIDE_RUNS: "250", DECIDE_SEED: "2026" },
    testTimeout: 60_000,
  },
});
