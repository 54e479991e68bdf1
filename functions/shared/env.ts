/** The deployed functions' configuration: environment variables set by lib/infra. */
export interface Env {
  readonly tableName: string;
  readonly deadlineMs: number;
  readonly cacheSeconds: number;
  /** Where customers reach the gate: `https://…` without a slash at the end; undefined for the API's own address. */
  readonly publicUrl: string | undefined;
}

/** @throws Error naming every variable that is missing or wrong. */
export function readEnv(variables: Readonly<Record<string, string | undefined>>): Env {
  const faults: string[] = [];
  const positive = (name: string, fallback: number): number => {
    const value = Number(variables[name] ?? fallback);
    if (!Number.isFinite(value) || value <= 0) faults.push(`${name} must be a number above 0`);
    return value;
  };
  const tableName = variables.TOUCHGATE_TABLE ?? "";
  if (tableName === "") faults.push("TOUCHGATE_TABLE must name the table");
  const env = {
    publicUrl: variables.TOUCHGATE_PUBLIC_URL,
    tableName,
    deadlineMs: positive("TOUCHGATE_DEADLINE_MS", DEFAULT_DEADLINE_MS),
    cacheSeconds: positive("TOUCHGATE_CACHE_SECONDS", DEFAULT_CACHE_SECONDS),
  };
  if (faults.length > 0) throw new Error(`Configuration: ${faults.join("; ")}`);
  return env;
}

/** A webhook must hear in time: after this a check gives up on the store. */
export const DEFAULT_DEADLINE_MS = 800;
/** Longest that a policy or a key is used without asking whether it changed. */
export const DEFAULT_CACHE_SECONDS = 10;
