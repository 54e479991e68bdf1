import { type Html, html } from "../../shared/html.ts";
import { EXAMPLE_PROBLEM } from "../problems.ts";
import { code, pretty } from "./operation.ts";

/** What holds for every call. */
export const overview = (version: string): Html => html`
<h1>Touchgate <span class="quiet">${version}</span></h1>
<p>Every outbound e-mail, SMS and call asks here before it is sent. One call answers <em>may I contact this person,
now, on this channel, for this purpose?</em> and, when the answer is yes, records the touch in the same atomic
step.</p>
<p>For machines: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>

<section aria-labelledby="auth">
<h2 id="auth">Keys and scopes</h2>
<p>Send an API key as <code>Authorization: Bearer &lt;key&gt;</code>, or with Basic as the password. Each call needs one
scope. A key that is bound to a department speaks for that department only. The examples read the gate's address and
the key from the shell; on your own machine:</p>
${code("TOUCHGATE=http://127.0.0.1:8787\nKEY=tg_dev_admin")}
</section>

<section aria-labelledby="conventions">
<h2 id="conventions">Forms</h2>
<p>Bodies are JSON with camelCase fields, at most 256 KB. A field that is not described here is refused, never ignored.
Instants in answers are ISO 8601 in UTC with milliseconds. An <code>ETag</code> names a state: send it as
<code>If-Match</code> to change exactly what you saw.</p>
</section>

<section aria-labelledby="errors">
<h2 id="errors">Refusals</h2>
<p>A decision is never an error: allow, defer and deny all answer 200. Every refusal is an RFC 9457 document
(<code>application/problem+json</code>) with all faults of the request. Every answer carries
<code>x-request-id</code>; 503 carries <code>Retry-After</code>. Only the throttling of the API's front, 429, has no
body of ours. A client's fault is never a 5xx.</p>
${code(pretty(EXAMPLE_PROBLEM))}
</section>`;
