/** Numbers that look like chance and are the same in every run, so that runs can be compared. */
export interface Chance {
  /** Evenly spread, 0 ≤ x < 1. */
  share(): number;
  /** One of the values, each as likely. */
  one<T>(values: readonly T[]): T;
  /** True in that share of the cases. */
  is(share: number): boolean;
}

/** Source: Marsaglia, "Xorshift RNGs" (2003), the 32-bit triple (13, 17, 5). `seed` is not 0. */
export function chanceOf(seed: number): Chance {
  let state = seed;
  const share = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return {
    share,
    one: (values) => values[Math.floor(share() * values.length)] as (typeof values)[number],
    is: (part) => share() < part,
  };
}
