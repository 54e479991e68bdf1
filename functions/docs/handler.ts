import { createHash } from "node:crypto";
import type { Deps } from "../shared/deps.ts";
import { type Answer, type Call, createHttpHandler, type Operation } from "../shared/http.ts";
import { openApiDocument } from "./openapi.ts";
import { CONTENT_SECURITY_POLICY, docsPage } from "./page/page.ts";

/** A text that is the same for everybody until the next deployment. */
interface Published {
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Made when it is first asked for, and once. */
function published(contentType: string, make: () => string, headers: Published["headers"] = {}): Operation {
  let made: Published | undefined;
  const publish = (): Published => {
    const text = make();
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
    const kept = { etag, "cache-control": "public, max-age=300", "x-content-type-options": "nosniff" };
    return { text, headers: { "content-type": contentType, ...kept, ...headers } };
  };
  return {
    takes: "nothing",
    run: async (call: Call): Promise<Answer> => {
      made ??= publish();
      const { "content-type": _type, ...kept } = made.headers;
      return call.headers["if-none-match"] === made.headers.etag
        ? { status: 304, headers: kept }
        : { status: 200, ...made };
    },
  };
}

export const createHandler = (deps?: Deps) =>
  createHttpHandler(
    {
      openapi: published("application/json", () => JSON.stringify(openApiDocument())),
      page: published("text/html; charset=utf-8", () => docsPage(openApiDocument()), {
        "content-security-policy": CONTENT_SECURITY_POLICY,
        "referrer-policy": "no-referrer",
      }),
    },
    deps,
  );
export const handler = createHandler();
