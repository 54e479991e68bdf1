/** One case, as continuous integration shows it. */
export interface JUnitCase {
  readonly file: string;
  readonly name: string;
  /** Undefined when it passed. */
  readonly failure: string | undefined;
}

/** A report that viewers of continuous integration read: JUnit's XML, one suite a file. */
export function junitXml(cases: readonly JUnitCase[]): string {
  const files = [...new Set(cases.map(({ file }) => file))];
  const suites = files.map((file) => {
    const own = cases.filter((one) => one.file === file);
    const failures = own.filter(({ failure }) => failure !== undefined).length;
    return [
      `  <testsuite name="${escaped(file)}" tests="${own.length}" failures="${failures}" errors="0" skipped="0">`,
      ...own.map(caseXml),
      "  </testsuite>",
    ].join("\n");
  });
  const failures = cases.filter(({ failure }) => failure !== undefined).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="touchgate policy test" tests="${cases.length}" failures="${failures}">`,
    ...suites,
    "</testsuites>",
    "",
  ].join("\n");
}

function caseXml({ file, name, failure }: JUnitCase): string {
  const opening = `    <testcase classname="${escaped(file)}" name="${escaped(name)}"`;
  if (failure === undefined) return `${opening}/>`;
  const [first = ""] = failure.split("\n");
  return `${opening}>\n      <failure message="${escaped(first)}">${escaped(failure)}</failure>\n    </testcase>`;
}

/** XML 1.0 takes hardly any control characters, however they are written. */
const escaped = (text: string): string =>
  [...text]
    .filter((char) => !/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/u.test(char) || char === "\n" || char === "\t")
    .join("")
    .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
