import { expect, it } from "vitest";
import { decisionMetric, type LogLine, reasonMetrics } from "../../../functions/shared/logger.ts";

const DECIDED = {
  at: 1_773_144_000_000,
  decision: "defer",
  channel: "sms",
  department: "sales",
  purpose: "marketing",
  reasons: [
    { rule: "weekly", code: "cap_reached" },
    { rule: "spacing", code: "too_soon" },
  ],
  shadow: [],
};

interface Metric {
  readonly Namespace: string;
  readonly Dimensions: readonly (readonly string[])[];
  readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
}

/** What CloudWatch refuses: a metric or a dimension that the line does not hold, or dimensions that are no text. */
function expectEmbeddedMetric(line: LogLine, name: string): void {
  const { Timestamp, CloudWatchMetrics } = line._aws as { Timestamp: number; CloudWatchMetrics: Metric[] };
  expect(Timestamp).toBe(DECIDED.at);
  expect(CloudWatchMetrics).toHaveLength(1);
  for (const { Namespace, Dimensions, Metrics } of CloudWatchMetrics) {
    expect([Namespace, Metrics]).toEqual(["Touchgate", [{ Name: name, Unit: "Count" }]]);
    expect(line[name]).toBe(1);
    for (const dimension of Dimensions.flat()) expect(line[dimension], dimension).toEqual(expect.any(String));
  }
}

it("a decision is counted by itself, and by channel and department", () => {
  const line = decisionMetric(DECIDED);
  expectEmbeddedMetric(line, "Decisions");
  expect(line).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Dimensions: [["decision"], ["decision", "channel", "department"]] }] },
    decision: "defer",
    purpose: "marketing",
    reasons: ["weekly:cap_reached", "spacing:too_soon"],
  });
});

it("a decision without reasons names none", () => {
  expect(decisionMetric({ ...DECIDED, decision: "allow", reasons: [] })).not.toHaveProperty("reasons");
});

it("every rule on trial is counted once by a line of its own, with what was decided", () => {
  const [line, ...others] = reasonMetrics({
    ...DECIDED,
    reasons: [],
    shadow: [{ rule: "new" }, { rule: "new" }],
  });
  expectEmbeddedMetric(line as LogLine, "Shadow");
  expect([line, others]).toEqual([expect.objectContaining({ rule: "new", decision: "defer" }), []]);
});

it("every reason is counted by a line of its own, by code and by rule", () => {
  const lines = reasonMetrics(DECIDED);
  for (const line of lines) expectEmbeddedMetric(line, "Reasons");
  expect(lines.map(({ rule, code }) => [rule, code])).toEqual([
    ["weekly", "cap_reached"],
    ["spacing", "too_soon"],
  ]);
});
