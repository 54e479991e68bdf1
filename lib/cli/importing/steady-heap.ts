import { setFlagsFromString } from "node:v8";

/** Each collection of garbage lets the old generation grow by so much of what is alive, until the next. */
const GROWING_PERCENT = 20;

/**
 * Has V8 collect garbage instead of letting its heap grow, which it does for as long as there is memory: so that a file
 * of a million rows is imported in the memory of one of ten thousand. Both settings are asked by every collection, so
 * they may come late.
 */
export function keepHeapSteady(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`);
}
