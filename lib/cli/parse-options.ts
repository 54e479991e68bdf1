import { InvalidArgumentError } from "commander";

/** A TCP port, 0 for a free one. @throws InvalidArgumentError */
export function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError("It is not a port (0–65535).");
}

/** Reads an option that is used as it was written. The reader throws InvalidArgumentError with `fault`. */
export const parseText =
  (isGood: (text: string) => boolean, fault: string) =>
  (text: string): string => {
    if (isGood(text)) return text;
    throw new InvalidArgumentError(fault);
  };
