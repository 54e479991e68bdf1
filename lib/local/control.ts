import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { problemAnswer, refuse } from "../../functions/shared/problem.ts";
import { formatInstant, parseInstant } from "../core/time.ts";
import { holdAll } from "../store/held-history.ts";
import { readActivePointer } from "../store/policies.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import type { LocalControl } from "./server.ts";

/**
 * `/_local`: what only the development runtime has. `GET|POST /_local/clock` reads, sets and frees the clock;
 * `POST /_local/drain` answers once the streams are idle. `POST /_local/held` says that contacts hold all that was ever
 * recorded, so that policies of any retention may follow one another: for test kits, which fill contacts anew.
 */
export function createControl(options: {
  clock: Clock;
  drain: () => Promise<void>;
  store: Store;
}): LocalControl {
  const { clock, drain, store } = options;
  const shown = () => ok({ now: formatInstant(clock.now()), frozen: clock.frozen() });

  return async (request) => {
    switch (`${request.method} ${request.path}`) {
      case "GET /_local/clock":
        return shown();
      case "POST /_local/clock": {
        const instant = parseSetting(request.body);
        if (instant === undefined) {
          const detail = 'Send {"now": an ISO 8601 instant with its offset, or null}.';
          return problemAnswer(refuse("invalid_request", detail), request.requestId);
        }
        clock.set(instant);
        return shown();
      }
      case "POST /_local/drain":
        await drain();
        return ok({ drained: true });
      case "POST /_local/held": {
        const active = await readActivePointer(store);
        if (active !== undefined) await holdAll(store, active);
        return ok({ held: active !== undefined });
      }
      default:
        return undefined;
    }
  };
}

/** The instant to freeze at, null for real time, undefined when the body says neither. */
function parseSetting(body: string): ReturnType<typeof parseInstant> | null {
  try {
    const { now, ...rest } = JSON.parse(body) as Record<string, unknown>;
    if (Object.keys(rest).length > 0) return undefined;
    return now === null ? null : parseInstant(String(now));
  } catch {
    return undefined;
  }
}

const ok = (body: unknown): APIGatewayProxyStructuredResultV2 => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
