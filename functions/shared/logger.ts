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
 * A line in CloudWatch's embedded metric format: one count of a decision, with every rule and code that stopped
 * it. Written by hand: the library costs a tenth of the hot path.
 */
export function decisionMetric(decided: {
  readonly at: number;
  readonly decision: string;
  readonly channel: string;
  readonly department: string;
  readonly purpose: string;
  readonly reasons: readonly { readonly rule: string; readonly code: string }[];
}): LogLine {
  const { at, decision, channel, department, purpose, reasons } = decided;
  const [first] = reasons;
  const dimensions = first === undefined ? [["decision"]] : [["decision"], ["decision", "rule", "code"]];
  return {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        { Namespace: NAMESPACE, Dimensions: dimensions, Metrics: [{ Name: "Decisions", Unit: "Count" }] },
      ],
    },
    Decisions: 1,
    decision,
    ...(first !== undefined && {
      rule: first.rule,
      code: first.code,
      reasons: reasons.map(({ rule, code }) => `${rule}:${code}`),
    }),
    channel,
    department,
    purpose,
  };
}
