import { defineConfig } from "vitest/config";

/** What a clean clone can run, what needs a Chromium, and what needs Debian's mail and SMS servers. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 120_000,
    reporters: ["default", "./test/support/closing-line-reporter.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "gate",
          include: ["test/**/*.test.ts"],
          exclude: ["test/browser/**", "test/senders/**"],
        },
      },
      {
        extends: true,
        // By itself: a browser that waits for a busy machine tells nothing about the page.
        test: { name: "browser", include: ["test/browser/**/*.test.ts"], sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          ...{ name: "senders", include: ["test/senders/**/*.test.ts"], fileParallelism: false },
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
