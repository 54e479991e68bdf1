import { Stack } from "aws-cdk-lib";
import { Alarm, ComparisonOperator, type IMetric, Stats, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { Topic } from "aws-cdk-lib/aws-sns";
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

interface Watch {
  /** Words joined by hyphens; with the stack's name before it the alarm's name. */
  readonly name: string;
  /** What it means and where to look, for whoever is woken by it. */
  readonly tells: string;
  readonly metric: IMetric;
  readonly atLeast: number;
  /** Periods in a row, default 1. */
  readonly periods?: number;
}

/** Every alarm of the gate, told on one topic. No data is good news: an idle stage raises none. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, { topic, ...watched }: Watched & { readonly topic: Topic }) {
    super(scope, id);
    for (const watch of [...ofRequests(watched), ...ofStreams(watched), ...ofTable(watched)]) {
      const alarm = new Alarm(this, watch.name, {
        alarmName: `${Stack.of(this).stackName}-${watch.name}`,
        alarmDescription: watch.tells,
        metric: watch.metric,
        threshold: watch.atLeast,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: watch.periods ?? 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }
}

const ofRequests = ({ config: { alarms, deadlineMs }, stage, functions }: Watched): Watch[] => [
  {
    name: "server-errors",
    tells: "The API answers with 5xx: see the access log, then the log of the route's function.",
    metric: stage.metricServerError({ period: PERIOD, statistic: Stats.SUM }),
    atLeast: alarms.serverErrors,
  },
  ...functions.flatMap((watched): Watch[] => [
    {
      name: `${watched.name}-errors`,
      tells: `functions/${watched.name} crashed or ran out of time; faults that it answers itself are not counted here.`,
      metric: watched.lambda.metricErrors({ period: PERIOD, statistic: Stats.SUM }),
      atLeast: alarms.functionErrors,
    },
    {
      name: `${watched.name}-throttles`,
      tells: `Lambda turned calls of functions/${watched.name} away: the account's concurrency is used up.`,
      metric: watched.lambda.metricThrottles({ period: PERIOD, statistic: Stats.SUM }),
      atLeast: alarms.functionThrottles,
    },
  ]),
  ...functions
    .filter(({ name }) => name === "check")
    .map(
      (check): Watch => ({
        name: "check-near-deadline",
        tells: `The slowest hundredth of checks nears the deadline of ${deadlineMs} ms, after which they are not decided.`,
        metric: slowestCalls(check),
        atLeast: Math.round(deadlineMs * alarms.partOfDeadline),
        periods: 3,
      }),
    ),
];

const ofStreams = ({ config: { alarms }, consumers }: Watched): Watch[] =>
  consumers.flatMap((consumer): Watch[] => [
    {
      name: `${consumer.name}-lag`,
      tells: `functions/${consumer.name} is behind its stream, which forgets records after 24 h.`,
      metric: lagOf(consumer),
      atLeast: alarms.streamLagSeconds * 1_000,
    },
    {
      name: `${consumer.name}-failed-records`,
      tells: `functions/${consumer.name} could not work on records: they lie in the bucket of failed records.`,
      metric: failuresOf(consumer, "delivered"),
      atLeast: 1,
    },
    {
      name: `${consumer.name}-dropped-records`,
      tells: `Records for functions/${consumer.name} were lost: they could not even be laid aside.`,
      metric: failuresOf(consumer, "dropped"),
      atLeast: 1,
    },
  ]);

const ofTable = ({ config: { alarms }, table }: Watched): Watch[] => [
  {
    name: "table-throttles",
    tells:
      "DynamoDB throttles: one item is too busy, or the traffic grew faster than the table could follow.",
    metric: tableThrottles(table),
    atLeast: alarms.tableThrottles,
  },
  {
    name: "table-errors",
    tells: "DynamoDB answers with errors of its own: see the AWS Health Dashboard.",
    metric: tableErrors(table),
    atLeast: 1,
    periods: 2,
  },
];
