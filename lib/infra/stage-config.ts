/** What differs between stages, and what an operator may want to change. */
export interface StageConfig {
  readonly stage: Stage;
  /** Whether data outlives the stack: deletion protection on, everything that holds data retained. */
  readonly keepsData: boolean;
  /** The table can be restored to any second of so many days, 1–35. */
  readonly recoveryDays: number;
  readonly logRetentionDays: 7 | 30 | 90 | 365;
  /** What all callers together may send before API Gateway answers 429. */
  readonly throttling: Throttling;
  /** What may open a page behind customers' links; less, as link scanners come in floods after each mailing. */
  readonly pageThrottling: Throttling;
  /** Of each function; CPU comes with it. */
  readonly memoryMb: number;
  /** After so long a check gives up on the store, milliseconds. */
  readonly deadlineMs: number;
  /** Longest that a policy or a key is used without asking whether it changed, seconds. */
  readonly cacheSeconds: number;
  readonly alarms: AlarmThresholds;
}

export interface Throttling {
  readonly requestsPerSecond: number;
  readonly burst: number;
}

/** Alarms go off at these values, over five minutes. */
export interface AlarmThresholds {
  /** Answers with a status of 500 and above. */
  readonly serverErrors: number;
  /** Calls of one function that crashed or ran out of time. */
  readonly functionErrors: number;
  /** Calls of one function that Lambda turned away. */
  readonly functionThrottles: number;
  /** The slowest hundredth of checks takes this part of the deadline, 0–1. */
  readonly partOfDeadline: number;
  /** The stream's consumers are so far behind, seconds. */
  readonly streamLagSeconds: number;
  /** Requests that DynamoDB throttled. */
  readonly tableThrottles: number;
}

export const STAGES = ["dev", "staging", "prod"] as const;
export type Stage = (typeof STAGES)[number];

const DEFAULTS = {
  keepsData: false,
  recoveryDays: 1,
  logRetentionDays: 7,
  throttling: { requestsPerSecond: 50, burst: 100 },
  pageThrottling: { requestsPerSecond: 25, burst: 50 },
  memoryMb: 1_024,
  deadlineMs: 800,
  cacheSeconds: 10,
  alarms: {
    serverErrors: 5,
    functionErrors: 1,
    functionThrottles: 1,
    partOfDeadline: 0.75,
    streamLagSeconds: 300,
    tableThrottles: 10,
  },
} as const satisfies Omit<StageConfig, "stage">;

const CONFIGS: Readonly<Record<Stage, StageConfig>> = {
  dev: { ...DEFAULTS, stage: "dev" },
  // As prod, but it can be thrown away.
  staging: {
    ...DEFAULTS,
    stage: "staging",
    logRetentionDays: 30,
    throttling: { requestsPerSecond: 1_000, burst: 2_000 },
    pageThrottling: { requestsPerSecond: 500, burst: 1_000 },
  },
  prod: {
    ...DEFAULTS,
    stage: "prod",
    keepsData: true,
    recoveryDays: 35,
    logRetentionDays: 90,
    throttling: { requestsPerSecond: 1_000, burst: 2_000 },
    pageThrottling: { requestsPerSecond: 500, burst: 1_000 },
  },
};

/** The context named a stage that there is not. */
export class UnknownStage extends Error {
  constructor(stage: unknown) {
    super(`There is no stage ${JSON.stringify(stage)}: use -c stage=${STAGES.join(" or -c stage=")}.`);
    this.name = "UnknownStage";
  }
}

/** The configuration of a stage, as `-c stage=…` names it; undefined is dev. @throws UnknownStage */
export function stageConfig(stage: unknown = "dev"): StageConfig {
  if (typeof stage !== "string" || !Object.hasOwn(CONFIGS, stage)) throw new UnknownStage(stage);
  return CONFIGS[stage as Stage];
}
