import { parse } from "../../lib/core/issues.ts";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler } from "../shared/http.ts";
import { type Refusal, refuse, refuseInput } from "../shared/problem.ts";
import { readRecipient } from "../shared/recipient.ts";
import { isSilenced, makeLinks, openLink, unsubscribe, viewerOf } from "./command.ts";
import { savePreferences, showPreferences } from "./preferences.ts";
import { LinksDocument } from "./request.ts";
import { askPage, donePage, refusalPage } from "./unsubscribe-page.ts";

async function make({ deps, body, origin }: Call): Promise<Answer | Refusal> {
  const { pepper } = await deps.policy.get();
  const parsed = parse(LinksDocument, body, "the body");
  const { to } = (body ?? {}) as { readonly to?: unknown };
  const whom = await readRecipient(to, pepper);
  const issues = [
    ...("issues" in parsed ? parsed.issues : []),
    ...(whom !== undefined && "issues" in whom ? whom.issues : []),
  ];
  if ("issues" in parsed || whom === undefined || "issues" in whom) return refuseInput(issues);
  const base = deps.publicUrl ?? (ORIGIN.test(origin) ? origin : undefined);
  if (base === undefined) return refuse("invalid_request", NO_HOST);
  const links = await makeLinks(deps, { whom, topic: parsed.value.topic, base });
  return "refused" in links ? links : { status: 200, body: links };
}

/** What a caller sends as its host ends up in a header of a mail: nothing in it may end the link. */
const ORIGIN = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i;
const NO_HOST = "Links begin with the host that the request is sent to: the header Host must name one.";

/** Link scanners open every link of a mail: this changes nothing. */
async function ask({ deps, params, ...asked }: Call): Promise<Answer | Refusal> {
  const claims = await openLink(deps, params.token ?? "", "unsubscribe");
  if ("refused" in claims) return claims;
  const viewer = await viewerOf(deps, asked);
  return (await isSilenced(deps, claims)) ? donePage(claims, viewer) : askPage(claims, viewer);
}

/** RFC 8058: the token alone says who asks for what, so that a mail client can post it without anybody there. */
async function post({ deps, params, ...asked }: Call): Promise<Answer | Refusal> {
  const claims = await openLink(deps, params.token ?? "", "unsubscribe");
  if ("refused" in claims) return claims;
  const done = await unsubscribe(deps, claims);
  return done === "done" ? donePage(claims, await viewerOf(deps, asked)) : done;
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      make: { takes: "json", run: make },
      ask: { takes: "nothing", run: ask, showRefusal: refusalPage },
      unsubscribe: { takes: "form", run: post, showRefusal: refusalPage },
      showPreferences: { takes: "nothing", run: showPreferences, showRefusal: refusalPage },
      savePreferences: { takes: "form", run: savePreferences, showRefusal: refusalPage },
    },
    deps,
  );
export const handler = createHandler();
