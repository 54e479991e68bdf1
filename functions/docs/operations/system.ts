import packageJson from "../../../package.json" with { type: "json" };
import type { OperationText, ParameterText } from "./operation.ts";

const ifNoneMatch: ParameterText = {
  name: "If-None-Match",
  in: "header",
  about: "ETag of what you have.",
  schema: { type: "string" },
};
const unchanged: OperationText["answers"][string] = { about: "You have it already.", etag: true };

export const SYSTEM = {
  "GET /openapi.json": {
    id: "getOpenapi",
    summary: "This contract, for machines",
    about: "OpenAPI 3.1, made from the schemas that validate.",
    parameters: [ifNoneMatch],
    answers: {
      "200": { about: "The document.", mediaType: "application/json", etag: true },
      "304": unchanged,
    },
  },
  "GET /docs": {
    id: "getDocs",
    summary: "This contract, for people",
    about: "One page, made from the same document; needs no network and no script.",
    parameters: [ifNoneMatch],
    answers: {
      "200": { about: "The page.", mediaType: "text/html", etag: true },
      "304": unchanged,
    },
  },
  "GET /healthz": {
    id: "getHealth",
    summary: "Is the gate there?",
    about: "Liveness, version, and the policy in force.",
    answers: {
      "200": {
        about: "It is.",
        schema: "Health",
        example: { status: "ok", version: packageJson.version, policy: { id: "default", version: 1 } },
      },
    },
    problems: ["unreadable_policy", "store_unavailable"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
