import { SAMPLE_CHECKS } from "./demo.ts";
import { DEVELOPMENT_KEYS } from "./development-keys.ts";
import type { Gate } from "./gate.ts";

const FIRST_CHECK = {
  key: "tg_dev_sales",
  body: { to: { phone: "+8613800138000" }, channel: "call", purpose: "sales" },
};

/** What `npm start` prints once the gate is up: where, with which keys, on what data, and a line to try. */
export function banner(gate: Gate, options: { demo: boolean }): string {
  const rows: [string, string][] = [
    ["gate", gate.url],
    ["policy", `${gate.policy.id}, version ${gate.policy.version}`],
    ["data", whereDataLies(gate)],
  ];
  if (!gate.hasDevelopmentKeys) {
    rows.push([
      "keys",
      "no development keys and no /_local on a host that others can reach; make a key with",
    ]);
    rows.push([
      "",
      `DYNAMODB_ENDPOINT=${gate.emulator.endpoint} npx touchgate keys create --table touchgate --scopes check,admin`,
    ]);
  }
  for (const { secret, department, scopes } of gate.hasDevelopmentKeys ? DEVELOPMENT_KEYS : []) {
    rows.push([
      "key",
      `${secret}  (${department === null ? "everything" : `${department}: ${scopes.join(", ")}`})`,
    ]);
  }
  const checks = options.demo ? SAMPLE_CHECKS : gate.hasDevelopmentKeys ? [FIRST_CHECK] : [];
  const curls = checks.map((check) => curl(gate.url, check));
  return [
    "Touchgate: ask before you reach out",
    "",
    ...rows.map(([name, value]) => `  ${name.padEnd(8)}${value}`),
    ...(curls.length > 0 ? ["", "Try:", ...curls] : []),
    "",
    "Ctrl-C stops it.",
  ].join("\n");
}

const curl = (url: string, check: { key: string; body: unknown; shows?: string }): string =>
  [
    ...(check.shows === undefined ? [] : [`# ${check.shows}`]),
    `curl -s ${url}/v1/check -H 'authorization: Bearer ${check.key}' -H 'content-type: application/json' -d '${JSON.stringify(check.body)}'`,
  ].join("\n");

function whereDataLies({ emulator }: Gate): string {
  if (emulator.data === undefined) return `in the DynamoDB at ${emulator.endpoint}`;
  const place = emulator.data.kept ? emulator.data.folder : "in memory, gone when the gate stops";
  const caution = " (DynamoDB Local: it listens on every network interface)";
  return emulator.kind === "dynamodb-local" ? place + caution : place;
}
