/**
 * Log lines are JSON objects, one a line. They never carry an address, a name or a key: only ids that the gate
 * made, words of the policy, and figures.
 */
export type LogLine = Readonly<Record<string, unknown>>;

export const logToStdout = (line: LogLine): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const NAMESPACE = "Touchgate";

/**
 * CloudWatch's embedded metric format: one count under each set of dimensions. Written by hand: the library costs
 * a tenth of the hot path.
 */
const counted = (
  at: number,
  name: string,
  dimensions: readonly (readonly string[])[],
  count = 1,
): LogLine => ({
  _aws: {
    Timestamp: at,
    CloudWatchMetrics: [
      { Namespace: NAMESPACE, Dimensions: dimensions, Metrics: [{ Name: name, Unit: "Count" }] },
    ],
  },
  [name]: count,
});

/** What the metrics tell of a decision; words of the policy only. */
export interface Decided {
  readonly at: number;
  readonly decision: string;
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly reasons: readonly { readonly rule: string; readonly code: string }[];
  /** Rules on trial that would have stopped it. */
  readonly shadow: readonly { readonly rule: string }[];
}

/** Counts the decision; it goes into the line of its request. */
export function decisionMetric(
  { at, decision, channel, department, purpose, reasons }: Decided,
  count = 1,
): LogLine {
  return {
    ...counted(at, "Decisions", [["decision"], ["decision", "channel", "department"]], count),
    decision,
    channel,
    department,
    purpose,
    ...(reasons.length > 0 && { reasons: reasons.map(({ rule, code }) => `${rule}:${code}`) }),
  };
}

/** Counts each reason and each rule on trial, a line each: one line can give a dimension one value only. */
export const reasonMetrics = ({ at, decision, reasons, shadow }: Decided, count = 1): LogLine[] => [
  ...reasons.map(({ rule, code }) => ({
    ...counted(at, "Reasons", [["code"], ["rule", "code"]], count),
    rule,
    code,
  })),
  ...[...new Set(shadow.map(({ rule }) => rule))].map((rule) => ({
    ...counted(at, "Shadow", [["rule"], ["rule", "decision"]], count),
    rule,
    decision,
  })),
];

/** Counts many decisions, those that are told alike in one line. */
export function metricsOfMany(decisions: readonly Decided[]): LogLine[] {
  const alike = new Map<string, { readonly decided: Decided; count: number }>();
  for (const { at, decision, channel, department, purpose, ...why } of decisions) {
    const reasons = why.reasons.map(({ rule, code }) => ({ rule, code }));
    const shadow = why.shadow.map(({ rule }) => ({ rule }));
    const decided = { at, decision, channel, department, purpose, reasons, shadow };
    const known = alike.get(JSON.stringify(decided));
    if (known === undefined) alike.set(JSON.stringify(decided), { decided, count: 1 });
    else known.count++;
  }
  return [...alike.values()].flatMap(({ decided, count }) => [
    decisionMetric(decided, count),
    ...reasonMetrics(decided, count),
  ]);
}
