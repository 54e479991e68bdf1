/** Who may import whom, as data. A new dependency between layers is a new entry here, with its reason. */

export const FOLDERS = ["bin", "lib", "functions", "console", "test", "bench"] as const;

export interface Layer {
  /** Folder; a file belongs to the longest one that holds it. */
  readonly layer: string;
  /** Folders and files of the project that its files may import, besides their own layer. */
  readonly imports: readonly string[];
  /** Folders whose types alone it may import: they leave no trace at run time. */
  readonly types?: readonly string[];
  /** Packages, with everything below them; `*` at the end stands for the rest of a name. */
  readonly packages: readonly string[];
  readonly reason: string;
}

/** Shipped data: not code, so it pulls nothing in. */
const DATA = ["policies", "package.json"];

export const LAYERS: readonly Layer[] = [
  {
    layer: "lib/core",
    imports: [],
    packages: [
      "zod",
      "libphonenumber-js",
      "temporal-polyfill",
      "disposable-email-domains-js",
      "fastest-levenshtein",
      "@skyra/jaro-winkler",
      "pinyin-pro",
    ],
    reason: "the decision is pure and also runs in a browser",
  },
  {
    layer: "lib/regulations",
    imports: ["lib/core", ...DATA],
    packages: [],
    reason: "it loads shipped presets, which the core is handed",
  },
  {
    layer: "lib/store",
    imports: ["lib/core"],
    packages: ["@aws-sdk/*", "@smithy/*", "zod", "node:*"],
    reason: "the store knows the core's words, and nobody who calls it",
  },
  {
    layer: "lib/adapters",
    imports: ["lib/core"],
    packages: ["node:crypto", "node:tls", "zod"],
    reason: "adapters translate and verify signatures; they reach no network and no store",
  },
  {
    layer: "lib/client",
    imports: [],
    packages: [],
    reason: "senders take it along: it depends on nothing and runs wherever fetch does",
  },
  {
    layer: "lib/senders",
    imports: ["lib/client", "lib/adapters"],
    types: ["lib/core"],
    packages: ["node:*"],
    reason: "what stands beside a sender asks the gate over HTTP, as any client does",
  },
  {
    layer: "lib/import",
    imports: ["lib/core"],
    packages: ["node:*"],
    reason: "reading files makes bodies of the API out of them and knows no store that they go to",
  },
  {
    layer: "lib/policy-files",
    imports: ["lib/core"],
    packages: ["yaml", "node:*"],
    reason: "reading files tells where in them something stands, and leaves what it means to the core",
  },
  {
    layer: "lib/infra",
    imports: ["lib/store/table.ts", "functions/routes.ts", "functions/streams.ts"],
    packages: ["aws-cdk-lib", "constructs", "cdk-nag", "esbuild", "node:*"],
    reason: "the stack reads the table and the routes as data and never loads handler code",
  },
  {
    layer: "lib/local",
    // Of the core only the words that every layer shares; decisions reach it through the functions.
    imports: [
      ...["functions", "lib/store", "lib/policy-files", "lib/core/time.ts", "lib/core/errors.ts"],
      ...DATA,
    ],
    types: ["lib/core", "aws-lambda"],
    packages: ["node:*"],
    reason: "the local runtime serves the same handlers over the same store and decides nothing itself",
  },
  {
    layer: "lib/cli",
    imports: [
      ...["functions", "lib/store", "lib/core", "lib/conform", "lib/import", "lib/local", "lib/regulations"],
      ...["lib/policy-files", "lib/client", "lib/senders"],
      ...DATA,
    ],
    packages: ["commander", "cli-progress", "yaml", "zod", "node:*"],
    reason: "commands for people at a keyboard run the same commands as the functions",
  },
  {
    layer: "lib/conform",
    imports: ["lib/core", "lib/regulations"],
    packages: ["zod", "node:*"],
    reason: "the kit shares the field's words with the gate and reaches it over HTTP only",
  },
  {
    layer: "functions",
    imports: ["lib/core", "lib/store", "lib/adapters", "lib/regulations", ...DATA],
    types: ["aws-lambda"],
    packages: [
      ...["@middy/*", "@aws-lambda-powertools/*", "@aws-sdk/client-eventbridge", "@aws-sdk/client-sfn"],
      ...["zod", "node:*"],
    ],
    reason: "functions join core, store and adapters and know nothing of how they are deployed or served",
  },
  {
    layer: "console",
    imports: ["lib/core"],
    packages: [],
    reason: "the console runs in a browser: of ours only the pure core does",
  },
  {
    layer: "bin",
    imports: ["lib", "functions", ...DATA],
    packages: ["*"],
    reason: "executables may use everything that is not itself an executable, the console or a test",
  },
  { layer: "bench", imports: ["*"], packages: ["*"], reason: "benchmarks may use everything" },
  { layer: "test", imports: ["*"], packages: ["*"], reason: "tests may use everything" },
];

/** Layers whose files the rules below do not bind. */
export const FREE_LAYERS: readonly string[] = ["bench", "test"];

/** Packages with one home. Types are free where the layer may import them: they are erased. */
export const HOMES: readonly { readonly packages: RegExp; readonly home: string; readonly reason: string }[] =
  [
    {
      packages: /^@aws-sdk\/.*dynamodb/,
      home: "lib/store",
      reason: "one place speaks to DynamoDB",
    },
    {
      packages: /^@aws-lambda-powertools\/batch(\/|$)/,
      home: "functions/shared/stream-handler.ts",
      reason: "only consumers of the stream are handed batches",
    },
    {
      packages: /^@aws-sdk\/client-sfn$/,
      home: "functions/shared/start-execution.ts",
      reason: "one place starts jobs, and only the function that starts one loads it",
    },
    {
      packages: /^@aws-sdk\/client-eventbridge$/,
      home: "functions/shared/alert-bus.ts",
      reason: "one place speaks to the bus, and only functions that have something to tell load it",
    },
    {
      packages: /^temporal-polyfill(\/|$)/,
      home: "lib/core/temporal-calendar.ts",
      reason: "loading it costs a cold start a fifth, so one file holds it and is loaded on demand",
    },
    {
      packages: /^libphonenumber-js(\/|$)/,
      home: "lib/core/identity/phone.ts",
      reason: "its metadata is large, so one file holds it and is loaded on demand",
    },
    {
      packages: /^disposable-email-domains-js(\/|$)/,
      home: "lib/core/identity/disposable-domains.ts",
      reason: "its table is large, so one file holds it and is loaded on demand",
    },
    {
      packages: /^(fastest-levenshtein|@skyra\/jaro-winkler)$/,
      home: "lib/core/identity/edits.ts",
      reason: "how texts differ is measured in one place, the same whichever comes first",
    },
    {
      packages: /^node:tls$/,
      home: "lib/adapters/ses/certificate.ts",
      reason: "it carries the list of public roots; nobody opens a connection with it",
    },
    {
      packages: /^pinyin-pro(\/|$)/,
      home: "lib/core/identity/han-name.ts",
      reason: "it holds 450 KB of readings, so one file holds it and is loaded on demand",
    },
  ];

/** What files below `from` must not load at start, through however many static imports. */
export const LOADED_ON_DEMAND: readonly {
  readonly from: string;
  readonly target: RegExp;
  readonly reason: string;
}[] = [
  {
    from: "functions",
    target: /^lib\/core\/(temporal-calendar|identity\/(phone|disposable-domains|han-name))\.ts$/,
    reason: "reach it through import(), so that a cold start does not pay for it",
  },
  {
    from: "functions",
    target: /^@aws-sdk\/client-dynamodb-streams$/,
    reason: "deployed functions are handed the stream; only the local pump reads it",
  },
  {
    from: "functions/check",
    target: /^@aws-lambda-powertools\//,
    reason: "the hot path writes its own log and metric lines",
  },
  {
    from: "functions/check",
    target: /^lib\/core\/identity\/(match|compare-|person-name)/,
    reason: "who is whose duplicate is found after the answer, by the stream's function",
  },
  {
    from: "functions/check",
    target: /^functions\/docs\//,
    reason: "the texts of the contract are for its readers, and no decision waits for them",
  },
];

/** Names that lib/core must not use, as scan.ts writes uses. */
export const IMPURE: readonly { readonly use: RegExp; readonly reason: string }[] = [
  { use: /^Date$|^Date\.(?!parse$|UTC$)|^new Date\(\)$/, reason: "instants come in as arguments" },
  { use: /^Math$|^Math\.random$/, reason: "a decision is not random" },
  { use: /^Temporal\.Now$/, reason: "instants come in as arguments" },
  {
    use: /^\.(get|set)(Hours|Minutes|Day|Date|Month|FullYear|TimezoneOffset)$/,
    reason: "it asks the machine's zone",
  },
  { use: /^\.toLocale(Date|Time)?String$/, reason: "it asks the machine's zone and language" },
  { use: /^(process|global|globalThis|Buffer)\b/, reason: "the core knows no runtime" },
  { use: /^import\.meta$/, reason: "the core knows no runtime" },
  { use: /^(fetch|XMLHttpRequest|WebSocket|console)\b/, reason: "the core does no I/O" },
  {
    use: /^(setTimeout|setInterval|setImmediate|queueMicrotask|performance|crypto)\b/,
    reason: "no clock, no randomness",
  },
];

/** Files that only join parts, and the most lines they may have. */
export const SHORT_FILES: readonly { readonly path: RegExp; readonly lines: number }[] = [
  { path: /^bin\/.*\.ts$/, lines: 60 },
  { path: /^functions\/.*\/handler\.ts$/, lines: 60 },
];
