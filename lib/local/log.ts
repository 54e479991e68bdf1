/** What the gate prints of its functions: every structured line, only what went wrong in a line each, nothing. */
export const LOG_FORMATS = ["text", "json", "quiet"] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

type LogLine = Readonly<Record<string, unknown>>;

/** How a structured line of the functions is shown in a format; undefined when it is not. */
export function show(line: LogLine, format: LogFormat): string | undefined {
  switch (format) {
    case "json":
      return JSON.stringify(line);
    case "text":
      if (line.alert !== undefined) return alertText(line.alert as LogLine);
      return line.level === "error" ? `${line.route ?? line.function}: ${line.fault}` : undefined;
    case "quiet":
      return undefined;
  }
}

const alertText = ({ type, id: _, ...said }: LogLine): string => `alert: ${type} ${JSON.stringify(said)}`;

/** Prints the structured lines of the functions in a format, to standard output. */
export const printerFor =
  (format: LogFormat) =>
  (line: LogLine): void => {
    const shown = show(line, format);
    if (shown !== undefined) console.log(shown);
  };
