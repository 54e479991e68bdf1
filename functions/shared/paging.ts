import type { Issue } from "../../lib/core/errors.ts";

/** Entries in one answer. */
export const LIMITS = { default: 50, most: 200 } as const;

/** Query parameters of a list that comes in pages. */
export const PAGE_PARAMETERS = ["cursor", "limit"] as const;

export interface Paging {
  /** Where the page before ended; undefined for the first. */
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly issues: readonly Issue[];
}

/** Reads `cursor` and `limit`; a cursor is what `cursorOf` wrote, and looks like `form` inside. */
export function readPaging(query: Readonly<Record<string, string>>, form: RegExp): Paging {
  const limit = /^\d{1,3}$/.test(query.limit ?? `${LIMITS.default}`)
    ? Number(query.limit ?? LIMITS.default)
    : 0;
  const cursor =
    query.cursor === undefined ? undefined : Buffer.from(query.cursor, "base64url").toString("utf8");
  const issues = [
    ...(limit >= 1 && limit <= LIMITS.most
      ? []
      : [{ path: "limit", message: `must be a whole number from 1 to ${LIMITS.most}` }]),
    ...(cursor === undefined || form.test(cursor)
      ? []
      : [{ path: "cursor", message: "must be the next of an earlier answer" }]),
  ];
  return { cursor, limit, issues };
}

/** The `next` of an answer that ended at `position`. */
export const cursorOf = (position: string | undefined): string | null =>
  position === undefined ? null : Buffer.from(position).toString("base64url");
