import { loadCalendar } from "../../lib/core/calendar.ts";
import { compiledOf } from "./company.ts";
import { COMPANY_POLICY } from "./policy.ts";

/** Prints how many milliseconds the first policy of this process takes to be validated and compiled. */
const calendar = await loadCalendar();
const startedAtMs = performance.now();
compiledOf(COMPANY_POLICY, calendar);
console.log(performance.now() - startedAtMs);
