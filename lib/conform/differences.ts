/** One place in which an answer is not what a case expects. */
export interface Difference {
  /** Dotted, like `reasons.0.code`. */
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/**
 * Where `got` is not as expected. Objects may hold more than is expected of them; lists must be as long, and in the
 * same order.
 */
export function differences(expected: unknown, got: unknown, path = ""): readonly Difference[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(got) || got.length !== expected.length) return [{ path, expected, got }];
    return expected.flatMap((item, index) => differences(item, got[index], join(path, String(index))));
  }
  if (typeof expected !== "object" || expected === null) {
    return Object.is(expected, got) ? [] : [{ path, expected, got }];
  }
  if (typeof got !== "object" || got === null || Array.isArray(got)) return [{ path, expected, got }];
  return Object.entries(expected).flatMap(([name, value]) =>
    differences(value, (got as Readonly<Record<string, unknown>>)[name], join(path, name)),
  );
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** A difference on one line. */
export const differenceText = ({ path, expected, got }: Difference): string =>
  `${path}: expected ${text(expected)}, got ${text(got)}`;

const LONGEST_CHARS = 200;

/** As JSON, of lists of reasons only what tells them apart. */
function text(value: unknown): string {
  const json = JSON.stringify(value, (name, field) => (name === "message" ? undefined : field)) ?? "nothing";
  return json.length > LONGEST_CHARS ? `${json.slice(0, LONGEST_CHARS)}…` : json;
}
