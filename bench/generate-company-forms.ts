/**
 * Writes lib/core/data/company-forms.ts from the table of OpenSanctions rigour:
 * `npx node bench/generate-company-forms.ts ../shared/data/vectors/org_types.yml`.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { wordsOf } from "../lib/core/identity/company-words.ts";

const TARGET = new URL("../lib/core/data/company-forms.ts", import.meta.url);
const [source = "../shared/data/vectors/org_types.yml"] = process.argv.slice(2);

interface Entry {
  readonly fields: Record<string, string>;
  readonly aliases: string[];
}

/** The file is a list of flat records with one list in each; more of YAML is not in it. */
function entriesOf(yaml: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of yaml.split("\n")) {
    const [, begins, name, rest = ""] =
      /^ {2}(- | {2})(display|compare|generic|aliases):(.*)$/.exec(line) ?? [];
    if (begins === "- ") entries.push({ fields: {}, aliases: [] });
    const entry = entries.at(-1);
    if (entry === undefined) continue;
    if (name !== undefined && name !== "aliases") entry.fields[name] = scalarOf(rest);
    const [, alias] = /^ {4,6}- (.*)$/.exec(line) ?? [];
    if (alias !== undefined) entry.aliases.push(scalarOf(alias));
  }
  return entries;
}

const scalarOf = (text: string): string =>
  text
    .replace(/\s#.*/, "")
    .trim()
    .replace(/^"(.*)"$/, "$1");

/** Words that end names without being a form: they tell companies apart, or nothing that two spellings share. */
const NO_FORMS = new Set(
  `in int ii is im at et pr pe ps rp rs pa ca sd charity nonprofit ngo fund trust bank foundation association cooperation
  cooperative partnership institute unlimited`.split(/\s+/),
);

/** Spellings by form and kind. */
const rows = new Map<string, string[]>();
const taken = new Set<string>();
for (const { fields, aliases } of entriesOf(readFileSync(source, "utf8"))) {
  const { display, compare, generic = "" } = fields;
  // An empty short form is meant: the form is left out, and only its kind counts.
  const short = compare ?? display ?? (generic === "" ? aliases[0] : generic) ?? "";
  const row = `${wordsOf(short).join(" ")};${generic.toLowerCase()}`;
  for (const text of [display ?? "", compare ?? "", ...aliases]) {
    const alias = wordsOf(text).join(" ");
    // The first to name an alias keeps it, as in the source.
    if (alias === "" || taken.has(alias) || NO_FORMS.has(alias)) continue;
    taken.add(alias);
    rows.set(row, [...(rows.get(row) ?? []), alias]);
  }
}
const lines = [...rows].map(([row, aliases]) => [row, ...aliases].join(";"));

writeFileSync(
  TARGET,
  `// Made by bench/generate-company-forms.ts; do not edit.
// Source: resources/names/org_types.yml of OpenSanctions rigour at 8f4044dd, folded, repetitions left out.
//
// MIT License. Copyright (c) 2023 OpenSanctions Datenbanken GmbH
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation
// the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
// to permit persons to whom the Software is furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or substantial portions of
// the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
// THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
// CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
// IN THE SOFTWARE.

/**
 * The legal forms of companies, one a line: its short form (empty when names do without), its kind (llc, jsc, lp …;
 * empty when there is none), then every spelling that stands for it, as words in the form that wordsOf gives them.
 */
export const COMPANY_FORMS = \`${lines.join("\n")}\`;
`,
);
console.log(`${lines.length} forms, ${taken.size} spellings, ${lines.join("\n").length} characters`);
