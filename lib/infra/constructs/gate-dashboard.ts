import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  MathExpression,
  Stats,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import {
  failuresOf,
  lagOf,
  PERIOD,
  slowestCalls,
  tableErrors,
  tableThrottles,
  type Watched,
} from "./watched.ts";

/** One page on how the gate is: what it decides, how fast, and what goes wrong. */
export class GateDashboard extends Construct {
  constructor(scope: Construct, id: string, watched: Watched) {
    super(scope, id);
    new Dashboard(this, "Dashboard", {
      widgets: [ofDecisions(), ofRequests(watched), ofFunctions(watched), ofData(watched)],
    });
  }
}

const graph = (title: string, left: IMetric[], right: IMetric[] = []): GraphWidget =>
  new GraphWidget({ title, left, right, width: 6, height: 6, period: PERIOD });

/** Functions write these in their log lines: functions/shared/logger.ts. */
const counted = (metric: string, dimension: string): IMetric =>
  new MathExpression({
    expression: `SEARCH('{Touchgate,${dimension}} MetricName="${metric}"', 'Sum')`,
    label: "",
    usingMetrics: {},
    period: PERIOD,
  });

const ofDecisions = (): IWidget[] => [
  graph("Decisions", [counted("Decisions", "decision")]),
  graph("Reasons", [counted("Reasons", "code")]),
  graph("Reasons by rule", [counted("Reasons", "rule,code")]),
];

const ofRequests = ({ stage }: Watched): IWidget[] => [
  graph("Requests", [stage.metricCount({ period: PERIOD, statistic: Stats.SUM })]),
  graph("Refused and failed", [
    stage.metricClientError({ period: PERIOD, statistic: Stats.SUM }),
    stage.metricServerError({ period: PERIOD, statistic: Stats.SUM }),
  ]),
  graph("Latency, ms", [
    stage.metricLatency({ period: PERIOD, statistic: Stats.percentile(50), label: "p50" }),
    stage.metricLatency({ period: PERIOD, statistic: Stats.percentile(99), label: "p99" }),
  ]),
];

const ofFunctions = ({ functions }: Watched): IWidget[] => [
  graph("Duration p99, ms", functions.map(slowestCalls)),
  graph(
    "Crashes and time-outs",
    functions.map(({ lambda }) => lambda.metricErrors({ period: PERIOD, statistic: Stats.SUM })),
  ),
  graph(
    "At once",
    functions.map(({ lambda }) =>
      lambda.metric("ConcurrentExecutions", { period: PERIOD, statistic: Stats.MAXIMUM }),
    ),
  ),
];

const ofData = ({ table, consumers }: Watched): IWidget[] => [
  graph(
    "Capacity units",
    [table.metricConsumedReadCapacityUnits({ period: PERIOD })],
    [table.metricConsumedWriteCapacityUnits({ period: PERIOD })],
  ),
  graph("Table: throttled requests", [tableThrottles(table)]),
  graph("Table: errors", [tableErrors(table)]),
  graph(
    "Stream: lag in ms; failed records",
    consumers.map(lagOf),
    consumers.map((consumer) => failuresOf(consumer, "delivered")),
  ),
];
