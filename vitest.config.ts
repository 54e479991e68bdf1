import { defineConfig } from "vitest/config";

/** Two projects: what a clean clone can run, and what needs a Chromium. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
    projects: [
      {
        extends: true,
        test: { name: "gate", include: ["test/**/*.test.ts"], exclude: ["test/browser/**"] },
      },
      {
        extends: true,
        // By itself: a browser that waits for a busy machine tells nothing about the page.
        test: { name: "browser", include: ["test/browser/**/*.test.ts"], sequence: { groupOrder: 1 } },
      },
    ],
  },
});
