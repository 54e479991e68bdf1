/** The names on the way of a dotted path through a document; names may themselves hold dots. */
export function segmentsOf(document: unknown, path: string): readonly string[] {
  const segments: string[] = [];
  let rest = path;
  let value = document;
  while (rest !== "") {
    const name = nameAtStart(value, rest);
    segments.push(name);
    value = fieldOf(value, name);
    rest = rest.slice(name.length + 1);
  }
  return segments;
}

/** The longest name of the value that the path begins with; without one, what stands before the first dot. */
function nameAtStart(value: unknown, path: string): string {
  const names = typeof value === "object" && value !== null ? Object.keys(value) : [];
  const fitting = names.filter((name) => path === name || path.startsWith(`${name}.`));
  const [longest] = fitting.sort((a, b) => b.length - a.length);
  return longest ?? (path.split(".")[0] as string);
}

/** What stands under a name; undefined where nothing does. */
export const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
