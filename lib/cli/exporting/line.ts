/** A line of an export: a JSON object that says what it is. */
export interface Line {
  readonly kind: string;
  readonly [field: string]: unknown;
}
