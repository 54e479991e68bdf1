import { InvalidArgumentError } from "commander";

/** A number of rows, 1 or more. @throws InvalidArgumentError */
export function parseLimit(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a number of rows (1 or more).");
}

/** A seed of `chanceOf`. @throws InvalidArgumentError */
export function parseSeed(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It is not a seed: a whole number from 1 to 999999999.");
}

/** Department by purpose. @throws InvalidArgumentError */
export function parsePairs(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(",").map((pair) => pair.split("=").map((word) => word.trim()));
  if (pairs.every((pair) => pair.length === 2 && !pair.includes(""))) {
    return new Map(pairs as [string, string][]);
  }
  throw new InvalidArgumentError("Write it as purpose=department,… like lead=marketing,complaint=service.");
}
