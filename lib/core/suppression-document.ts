import * as z from "zod/mini";
import { CountryCode, Instant, Text } from "./request.ts";

/** Addresses that a channel reaches; another system's id is none, and suppressing it would stop nothing. */
export const SUPPRESSIBLE = ["email", "phone"] as const;

/** Name of a suppression list. */
export const ListName = z.string().check(
  z.regex(/^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/, {
    error: "must be 1–64 characters of A-Za-z0-9_.:-, the first a letter or digit",
  }),
);

/** One address, as its caller wrote it, on one list. */
const listed = {
  type: z.enum(SUPPRESSIBLE),
  value: z.string().check(z.minLength(1), z.maxLength(320)),
  region: z.optional(CountryCode),
  list: ListName,
};

/** One entry of `POST /v1/suppressions`. Without `expiresAt` it does not end by itself. */
export const SuppressionDocument = z.strictObject({
  ...listed,
  reason: z.optional(z.nullable(Text)),
  expiresAt: z.optional(z.nullable(Instant)),
});

/** One entry of `DELETE /v1/suppressions`. */
export const SuppressionRemoval = z.strictObject(listed);

export const MOST_ITEMS = 500;

/** A list of 1–500 entries. Each is read by itself: a fault of one is no fault of the others. */
const itemsOf = <S extends z.core.$ZodType>(item: S) => ({
  items: z.array(item).check(z.minLength(1), z.maxLength(MOST_ITEMS)),
});

/** The instant as of which the list that all entries name is whole once they are on it. */
const asOf = z.optional(Instant);

export const SuppressionsDocument = z.strictObject({ ...itemsOf(SuppressionDocument), asOf });
export const SuppressionRemovals = z.strictObject(itemsOf(SuppressionRemoval));

/** The form of either body, its entries not read yet. */
export const SuppressionItems = z.strictObject({ ...itemsOf(z.unknown()), asOf });
export const SuppressionRemovalItems = z.strictObject(itemsOf(z.unknown()));

/** A contact stands on at most so many lists, with all its addresses: each is read by every check. */
export const MOST_SUPPRESSIONS = 50;
