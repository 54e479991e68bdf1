import { DATE_FIELDS } from "./import-kinds.ts";
import type { ColumnMapping } from "./map-columns.ts";
import type { Source } from "./source.ts";
import { type DayOrder, orderShownBy, readWrittenDate } from "./written-date.ts";

/** What one reading of a whole file tells before anything is done with it. */
export interface FileSurvey {
  readonly records: number;
  /** Those that cannot be read. */
  readonly unreadable: number;
  /** Whether a column's dates begin with the day or the month; a column that does not show it, or shows both, is absent. */
  readonly dateOrders: Readonly<Record<string, DayOrder>>;
  /** Records whose `at` has a date and no time: noon is taken for it. */
  readonly withoutTime: number;
  /** Records with characters that the encoding does not hold, and the line of the first. */
  readonly lost: { readonly records: number; readonly firstLine: number | undefined };
}

/**
 * Reads a file once to its end. What stops an import half-way (a quote that is never closed, a damaged gzip) stops it
 * here, before anything is written.
 * @throws BadFile
 */
export async function surveyFile(source: Source, mapping: ColumnMapping): Promise<FileSurvey> {
  const dates = mapping.columns.filter(({ field }) => DATE_FIELDS.includes(field));
  const shown = new Map<string, Set<DayOrder>>();
  let [records, unreadable, withoutTime, lostRecords] = [0, 0, 0, 0];
  let firstLine: number | undefined;
  for await (const { line, fields, fault } of source.records()) {
    records += 1;
    if (fault !== undefined) unreadable += 1;
    for (const { column, field } of dates) {
      const text = String(fields[column] ?? "").trim();
      const order = orderShownBy(text);
      if (order !== undefined) shown.set(column, (shown.get(column) ?? new Set()).add(order));
      if (field === "at" && isBareDate(text)) withoutTime += 1;
    }
    if (mapping.columns.some(({ column }) => isLost(fields[column]))) {
      lostRecords += 1;
      firstLine ??= line;
    }
  }
  const lost = { records: lostRecords, firstLine };
  return { records, unreadable, dateOrders: ordersIn(shown), withoutTime, lost };
}

const isLost = (value: unknown): boolean => typeof value === "string" && value.includes("\ufffd");

function isBareDate(text: string): boolean {
  const date = readWrittenDate(text, { order: orderShownBy(text) ?? "dmy" });
  return "day" in date && date.msOfDay === undefined;
}

function ordersIn(shown: ReadonlyMap<string, ReadonlySet<DayOrder>>): Record<string, DayOrder> {
  const single = [...shown].flatMap(([column, orders]): [string, DayOrder][] => {
    const [only, other] = orders;
    return only === undefined || other !== undefined ? [] : [[column, only]];
  });
  return Object.fromEntries(single);
}

/** The mapping that reads dates as the survey has found them written. */
export const withSurvey = (mapping: ColumnMapping, { dateOrders }: FileSurvey): ColumnMapping => ({
  ...mapping,
  reading: { ...mapping.reading, dateOrders },
});
