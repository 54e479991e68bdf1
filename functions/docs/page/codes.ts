import { REASON_CODES } from "../../../lib/core/reasons.ts";
import { type Html, html, prose } from "../../shared/html.ts";
import { PROBLEM_CODES, PROBLEMS } from "../../shared/problem.ts";
import { detailsNameOf, REASONS } from "../components/reasons.ts";
import type { JsonSchema } from "../json-schema.ts";
import { REMEDIES } from "../problems.ts";
import { fieldsTable } from "./tables.ts";

/** Every reason code a decision can give, and what to do then. */
export const reasonsSection = (schemas: Readonly<Record<string, JsonSchema>>): Html => html`
<section aria-labelledby="reasons">
<h2 id="reasons">Reason codes</h2>
<p>Why a decision is not a plain yes. Wait for the <code>nextAllowedAt</code> of the decision, not of one reason.
Codes are never renamed, and senders may switch on them.</p>
${REASON_CODES.map((code) => {
  const { given, next } = REASONS[code];
  return html`
<section id="reason-${code}" aria-labelledby="reason-${code}-title">
<h3 id="reason-${code}-title"><code>${code}</code></h3>
<p><strong>Given</strong> ${prose(given)}</p>
<p><strong>Next</strong> ${prose(next)}</p>
${fieldsTable("Details", schemas[detailsNameOf(code)] ?? {})}
</section>`;
})}
</section>`;

/** Every problem code, under the anchor that problem documents give as their type. */
export const problemsSection = (): Html => html`
<section aria-labelledby="problems">
<h2 id="problems">Problem codes</h2>
<p>Why a request was refused. The <code>type</code> of a problem document leads to its place here.</p>
${PROBLEM_CODES.map(
  (code) => html`
<section id="${code}" aria-labelledby="${code}-title">
<h3 id="${code}-title"><code>${code}</code> <span class="quiet">${PROBLEMS[code].status}</span></h3>
<p>${PROBLEMS[code].title}. ${prose(REMEDIES[code])}</p>
</section>`,
)}
</section>`;
