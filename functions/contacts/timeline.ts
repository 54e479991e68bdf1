import { readTimeline } from "../../lib/store/timeline.ts";
import { historyPage } from "../shared/history.ts";
import type { Answer, Call } from "../shared/http.ts";
import type { Refusal } from "../shared/problem.ts";

/** `GET /v1/contacts/{id}/timeline?cursor&limit`. */
export const timeline = (call: Call): Promise<Answer | Refusal> => historyPage(call, readTimeline);
