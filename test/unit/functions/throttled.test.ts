import { expect, it } from "vitest";
import { apiEvent, NO_CONTEXT } from "../../../bench/support/api-event.ts";
import { atOnce } from "../../../bench/support/at-once.ts";
import { startOwnEngine } from "../../../bench/support/own-engine.ts";
import { createHandler } from "../../../functions/check/handler.ts";
import { createDeps } from "../../../functions/shared/deps.ts";
import { findEngine } from "../../../lib/local/find-engine.ts";

const CHECKS = 600;
const CALLERS = 8;
const DEADLINE_MS = 800;
/** Beside the deadline: the chain, and a busy machine's timers. */
const SLACK_MS = 100;

/** Every tenth request is refused as DynamoDB refuses it, below the SDK's own retries. */
it.skipIf(findEngine() === undefined)(
  "with every tenth request throttled, all checks answer within the deadline, nearly all with a decision",
  async () => {
    const engine = await startOwnEngine();
    try {
      const { client, store } = engine.another();
      let requests = 0;
      client.middlewareStack.add(
        (next) => (args) => {
          if (requests++ % 10 !== 9) return next(args);
          const $metadata = { httpStatusCode: 400 };
          throw Object.assign(new Error("slow down"), { name: "ThrottlingException", $metadata });
        },
        { step: "finalizeRequest", priority: "low", name: "throttle" },
      );
      const check = createHandler(createDeps({ store, log: () => {}, deadlineMs: DEADLINE_MS }));
      const tookMs: number[] = [];
      const statuses: (number | undefined)[] = [];
      await atOnce(CALLERS, CHECKS, async (i) => {
        const body = {
          to: { email: `throttled.${i}@example.com` },
          channel: "email",
          department: "service",
          purpose: "service",
        };
        const event = apiEvent({ method: "POST", path: "/v1/check", key: "tg_dev_admin", body });
        const startedAtMs = performance.now();
        const { statusCode } = await check(event, NO_CONTEXT);
        tookMs.push(performance.now() - startedAtMs);
        statuses.push(statusCode);
      });
      const p99Ms = tookMs.sort((a, b) => a - b)[Math.floor(CHECKS * 0.99)] as number;
      const answered = statuses.filter((status) => status === 200).length;
      process.stdout.write(
        `  ${requests} requests, ${answered} of ${CHECKS} decided, p99 ${p99Ms.toFixed(0)} ms\n`,
      );
      expect(p99Ms).toBeLessThan(DEADLINE_MS + SLACK_MS);
      expect(answered).toBeGreaterThan(CHECKS * 0.99);
      expect(requests).toBeGreaterThan(CHECKS * 2);
    } finally {
      await engine.stop();
    }
  },
  60_000,
);
