/** Small files that break, or keep, one rule each, with the sentence the check must say. */
export const SAMPLES: readonly {
  readonly shows: string;
  readonly files: Readonly<Record<string, string>>;
  readonly faults: readonly string[];
}[] = [
  {
    shows: "the core must not import the store",
    files: { "lib/core/decide.ts": 'import { put } from "../store/store.ts";' },
    faults: [
      "lib/core/decide.ts imports lib/store/store.ts, which lib/core may not: the decision is pure and also runs in a browser",
    ],
  },
  {
    shows: "a type counts as an import where it is not declared harmless",
    files: { "lib/core/decide.ts": 'import type { Store } from "../store/store.ts";' },
    faults: [
      "lib/core/decide.ts imports lib/store/store.ts, which lib/core may not: the decision is pure and also runs in a browser",
    ],
  },
  {
    shows: "import types, re-exports and require are imports too",
    files: {
      "lib/core/a.ts": 'type Stats = import("node:fs").Stats;',
      "lib/core/b.ts": 'export * from "node:fs";',
      "lib/core/c.ts": 'export { readFileSync } from "node:fs";',
      "lib/core/d.ts": "const fs = await import(`node:fs`);",
      "lib/core/e.ts": 'const fs = require("node:fs");',
    },
    faults: ["a", "b", "c", "d", "e"].map(
      (name) =>
        `lib/core/${name}.ts imports node:fs, which lib/core may not: the decision is pure and also runs in a browser`,
    ),
  },
  {
    shows: "an import named in a text or a comment is none",
    files: { "lib/core/a.ts": '// import "node:fs";\nexport const a = \'import "node:fs"\';' },
    faults: [],
  },
  {
    shows: "the store must not import functions",
    files: { "lib/store/dynamo-store.ts": 'import { ROUTES } from "../../functions/routes.ts";' },
    faults: [
      "lib/store/dynamo-store.ts imports functions/routes.ts, which lib/store may not: the store knows the core's words, and nobody who calls it",
    ],
  },
  {
    shows: "adapters reach no network",
    files: {
      "lib/adapters/twilio/twilio.ts": 'import { request } from "node:https";\nimport "node:crypto";',
    },
    faults: [
      "lib/adapters/twilio/twilio.ts imports node:https, which lib/adapters may not: adapters translate and verify signatures; they reach no network and no store",
    ],
  },
  {
    shows: "the stack must not load handler code, but the routes and the table",
    files: {
      "lib/infra/touchgate-stack.ts":
        'import { TABLE } from "../store/table.ts";\nimport { ROUTES } from "../../functions/routes.ts";\nimport { handler } from "../../functions/check/handler.ts";',
    },
    faults: [
      "lib/infra/touchgate-stack.ts imports functions/check/handler.ts, which lib/infra may not: the stack reads the table and the routes as data and never loads handler code",
    ],
  },
  {
    shows: "the local runtime takes types of the core, and only types",
    files: {
      "lib/local/clock.ts": 'import type { Touch } from "../core/touches.ts";',
      "lib/local/demo.ts": 'import { type Touch } from "../core/touches.ts";',
    },
    faults: [
      "lib/local/demo.ts imports lib/core/touches.ts, which lib/local may not: the local runtime serves the same handlers over the same store and decides nothing itself",
    ],
  },
  {
    shows: "only the store speaks to DynamoDB, executables included",
    files: {
      "bin/cli.ts": 'import { DynamoDBClient } from "@aws-sdk/client-dynamodb";',
      "lib/store/dynamo-store.ts": 'import { DynamoDBClient } from "@aws-sdk/client-dynamodb";',
      "functions/shared/deps.ts": 'import { marshall } from "@aws-sdk/util-dynamodb";',
    },
    faults: [
      "bin/cli.ts imports @aws-sdk/client-dynamodb, whose only home is lib/store: one place speaks to DynamoDB",
      "functions/shared/deps.ts imports @aws-sdk/util-dynamodb, which functions may not: functions join core, store and adapters and know nothing of how they are deployed or served",
      "functions/shared/deps.ts imports @aws-sdk/util-dynamodb, whose only home is lib/store: one place speaks to DynamoDB",
    ],
  },
  {
    shows: "nothing imports executables, the console or tests",
    files: {
      "bin/cli.ts": 'import { run } from "./local.ts";',
      "bin/local.ts": 'import { scan } from "../test/architecture/scan.ts";\nimport "../console/main.ts";',
    },
    faults: [
      "bin/cli.ts imports bin/local.ts, which bin may not: executables may use everything that is not itself an executable, the console or a test",
      "bin/local.ts imports test/architecture/scan.ts, which bin may not: executables may use everything that is not itself an executable, the console or a test",
      "bin/local.ts imports console/main.ts, which bin may not: executables may use everything that is not itself an executable, the console or a test",
    ],
  },
  {
    shows: "the console takes the core and no more",
    files: {
      "console/main.tsx":
        'import "../lib/core/decide.ts";\nimport "../lib/store/store.ts";\nexport const a = <p>hi</p>;',
    },
    faults: [
      "console/main.tsx imports lib/store/store.ts, which console may not: the console runs in a browser: of ours only the pure core does",
    ],
  },
  {
    shows: "tests and benchmarks import what they like",
    files: {
      "test/a.test.ts": 'import "../bin/local.ts";\nimport "@aws-sdk/client-dynamodb";',
      "bench/b.ts": "await import(process.argv[2]);",
    },
    faults: [],
  },
  {
    shows: "a file outside every layer is named",
    files: { "lib/misc/a.ts": "export const a = 1;" },
    faults: ["lib/misc/a.ts is in no layer: give its folder an entry in rules.ts"],
  },
  {
    shows: "a computed import is refused where it could hide a layer",
    files: {
      "functions/shared/http.ts": "export const load = (name: string) => import(name);",
      "lib/local/server.ts":
        'export const load = (name: string) => import("../../functions/" + name + "/handler.ts");',
    },
    faults: ["functions/shared/http.ts imports a computed name, which nobody can check"],
  },
  {
    shows: "zod comes in one way",
    files: {
      "lib/core/a.ts": 'import { z } from "zod";',
      "lib/core/b.ts": 'import { object } from "zod/mini";',
      "lib/core/c.ts": 'import * as z from "zod/mini";\nexport type Name = z.infer<typeof Name>;',
    },
    faults: [
      'lib/core/a.ts imports zod otherwise than by import * as z from "zod/mini"',
      'lib/core/b.ts imports zod/mini otherwise than by import * as z from "zod/mini"',
    ],
  },
  {
    shows: "phones and calendars have one home each; their types are free",
    files: {
      "lib/core/identity/phone.ts": 'import { parse } from "libphonenumber-js/min";',
      "lib/core/temporal-calendar.ts": 'import { Temporal } from "temporal-polyfill";',
      "lib/core/contact.ts":
        'import type { CountryCode } from "libphonenumber-js";\nimport { Temporal } from "temporal-polyfill";',
    },
    faults: [
      "lib/core/contact.ts imports temporal-polyfill, whose only home is lib/core/temporal-calendar.ts: loading it costs a cold start a fifth, so one file holds it and is loaded on demand",
    ],
  },
  {
    shows: "batches are taken by the consumers of the stream, which do not read it themselves",
    files: {
      "functions/record/handler.ts":
        'import "../shared/stream-handler.ts";\nimport "../../lib/store/stream-reader.ts";',
      "functions/shared/stream-handler.ts": 'import "@aws-lambda-powertools/batch";',
      "functions/contacts/handler.ts": 'import "@aws-lambda-powertools/batch";',
      "lib/store/stream-reader.ts": 'import "@aws-sdk/client-dynamodb-streams";',
    },
    faults: [
      "functions/contacts/handler.ts imports @aws-lambda-powertools/batch, whose only home is functions/shared/stream-handler.ts: only consumers of the stream are handed batches",
      "functions/record/handler.ts → lib/store/stream-reader.ts → @aws-sdk/client-dynamodb-streams is loaded at start: deployed functions are handed the stream; only the local pump reads it",
    ],
  },
  {
    shows: "what is loaded on demand must not be reached by static imports, however long the way",
    files: {
      "functions/check/handler.ts":
        'import "../shared/deps.ts";\nimport type { Phone } from "../../lib/core/identity/phone.ts";',
      "functions/shared/deps.ts":
        'import "../../lib/core/zones.ts";\nexport const phone = () => import("../../lib/core/identity/phone.ts");',
      "lib/core/zones.ts": 'import "./temporal-calendar.ts";',
      "lib/core/temporal-calendar.ts": "",
      "lib/core/identity/phone.ts": "",
    },
    faults: [
      "functions/check/handler.ts → functions/shared/deps.ts → lib/core/zones.ts → lib/core/temporal-calendar.ts is loaded at start: reach it through import(), so that a cold start does not pay for it",
      "functions/shared/deps.ts → lib/core/zones.ts → lib/core/temporal-calendar.ts is loaded at start: reach it through import(), so that a cold start does not pay for it",
    ],
  },
  {
    shows: "the hot path stays free of powertools, other functions not",
    files: {
      "functions/check/handler.ts": 'import "../shared/http.ts";',
      "functions/shared/http.ts": 'import "@aws-lambda-powertools/logger";',
      "functions/reports/handler.ts": 'import "../shared/http.ts";',
    },
    faults: [
      "functions/check/handler.ts → functions/shared/http.ts → @aws-lambda-powertools/logger is loaded at start: the hot path writes its own log and metric lines",
    ],
  },
  {
    shows: "the core reads no clock",
    files: {
      "lib/core/a.ts": "export const now = Date.now();",
      "lib/core/b.ts": "export const now = new Date();",
      "lib/core/c.ts": 'const clock = Date;\nexport const now = clock["now"]();',
      "lib/core/d.ts": "export const now = Temporal.Now.instant();",
      "lib/core/e.ts": "export const hour = (at: Date): number => at.getHours();",
      "lib/core/f.ts": "export const at = new Date(0).toISOString() + Date.parse('') + Date.UTC(2026);",
    },
    faults: [
      "lib/core/a.ts uses Date.now: instants come in as arguments",
      "lib/core/b.ts uses new Date(): instants come in as arguments",
      "lib/core/c.ts uses Date: instants come in as arguments",
      "lib/core/d.ts uses Temporal.Now: instants come in as arguments",
      "lib/core/e.ts uses .getHours: it asks the machine's zone",
    ],
  },
  {
    shows: "the core throws no dice, asks no environment and speaks to nobody",
    files: {
      "lib/core/a.ts": "export const a = Math.random();",
      "lib/core/b.ts": "const { random } = Math;",
      "lib/core/c.ts": "export const a = process.env.STAGE;",
      "lib/core/d.ts": "export const a = globalThis.process;",
      "lib/core/e.ts": 'export const a = fetch("https://example.com");',
      "lib/core/f.ts": "export class F extends Error { readonly name = new.target.name; }",
      "lib/core/g.ts": "export const url = import.meta.url;",
      "lib/core/h.ts":
        "export const a = Math.max(1, 2);\nexport const touch = { process: 1, fetch: 2 };\nexport const b = touch.process;",
    },
    faults: [
      "lib/core/a.ts uses Math.random: a decision is not random",
      "lib/core/b.ts uses Math: a decision is not random",
      "lib/core/c.ts uses process.env: the core knows no runtime",
      "lib/core/d.ts uses globalThis.process: the core knows no runtime",
      "lib/core/e.ts uses fetch: the core does no I/O",
      "lib/core/g.ts uses import.meta: the core knows no runtime",
    ],
  },
  {
    shows: "executables and handlers are at most 60 lines long",
    files: {
      "bin/cli.ts": "export {};\n".repeat(61),
      "functions/check/handler.ts": "export {};\n".repeat(61),
      "functions/check/command.ts": "export {};\n".repeat(61),
      "functions/touches/handler.ts": "export {};\n".repeat(60),
    },
    faults: ["bin/cli.ts has 61 lines; at most 60", "functions/check/handler.ts has 61 lines; at most 60"],
  },
];
