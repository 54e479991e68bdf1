import { epochMs } from "../../lib/core/time.ts";
import { mapColumns } from "../../lib/import/map-columns.ts";
import { readRow } from "../../lib/import/read-row.ts";
import { openSource } from "../../lib/import/source.ts";

/** Reads a file of contacts whole, each row of it, and writes how many there were and the most memory it took. */
const source = await openSource(process.argv[2] ?? "");
const mapping = mapColumns(source.headers, "contacts", {
  region: "CN",
  timezone: "Asia/Shanghai",
  now: epochMs(0),
});
if ("issues" in mapping) throw new Error(JSON.stringify(mapping.issues));
let [rows, refused] = [0, 0];
for await (const record of source.records()) {
  rows += 1;
  if ("issues" in readRow(mapping, record)) refused += 1;
}
const mostKiB = process.resourceUsage().maxRSS;
process.stdout.write(JSON.stringify({ rows, refused, mostKiB }));
