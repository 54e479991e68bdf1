import { createHmac } from "node:crypto";
import * as z from "zod/mini";
import type { EpochMs } from "../core/time.ts";
import type { HookRequest } from "./hook.ts";

/** Parts that vendors' ways of signing have in common. */

/** So many secrets at once are enough to change one without a gap. */
const MOST_SECRETS = 5;

export const severalOf = <S extends z.core.$ZodType>(secret: S) =>
  z.array(secret).check(z.minLength(1), z.maxLength(MOST_SECRETS));

/** A secret that is used as it stands. */
export const Secret = z.string().check(z.minLength(16), z.maxLength(512));

/** Without its parameters, in lower case; `""` for none. */
export const contentTypeOf = ({ headers }: HookRequest): string =>
  (headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

export const isJson = (request: HookRequest): boolean => contentTypeOf(request) === "application/json";

/** What stands behind the question mark, as it was sent. */
export function queryOf(url: string): URLSearchParams {
  const start = url.indexOf("?");
  return new URLSearchParams(start === -1 ? "" : url.slice(start + 1).split("#", 1)[0]);
}

export interface Hmac {
  readonly algorithm: "sha1" | "sha256";
  readonly key: string | Uint8Array;
  readonly encoding: "base64" | "hex";
}

export function hmacOf(
  { algorithm, key, encoding }: Hmac,
  ...parts: readonly (string | Uint8Array)[]
): string {
  const hmac = createHmac(algorithm, key);
  for (const part of parts) hmac.update(part);
  return hmac.digest(encoding);
}

/** The bytes of base64 in its one proper spelling; undefined for any other text. */
export function bytesIn(base64: string): Buffer | undefined {
  const bytes = Buffer.from(base64, "base64");
  return bytes.toString("base64") === base64 ? bytes : undefined;
}

/** Whether `at` lies no more than `past` before now and no more than `ahead` after it, in milliseconds. */
export const isFresh = (
  at: number,
  now: EpochMs,
  { past, ahead }: { readonly past: number; readonly ahead: number },
): boolean => at >= now - past && at <= now + ahead;
