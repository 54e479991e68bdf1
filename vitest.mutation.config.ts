import { defineConfig } from "vitest/config";

/** The tests that each mutant of lib/core is put before: those of the core, quick ones only. */
export default defineConfig({
  test: {
    include: [
      "test/unit/core/**/*.test.ts",
      "test/unit/identity/**/*.test.ts",
      "test/unit/calendar.test.ts",
      "test/unit/zones.test.ts",
      "test/cases/cases.test.ts",
    ],
  },
});
