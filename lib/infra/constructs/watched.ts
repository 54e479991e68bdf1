import { Duration } from "aws-cdk-lib";
import type { HttpStage } from "aws-cdk-lib/aws-apigatewayv2";
import { type IMetric, Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import { Operation, type TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { StageConfig } from "../stage-config.ts";
import type { GateFunction } from "./gate-function.ts";
import type { StreamConsumer } from "./stream-consumer.ts";

/** What the alarms and the dashboard look at. */
export interface Watched {
  readonly config: StageConfig;
  readonly stage: HttpStage;
  readonly functions: readonly GateFunction[];
  readonly consumers: readonly StreamConsumer[];
  readonly table: TableV2;
}

/** Figures are taken over so long. */
export const PERIOD = Duration.minutes(5);

/** How long the slowest hundredth of a function's calls took at least, milliseconds. */
export const slowestCalls = ({ lambda }: GateFunction): Metric =>
  lambda.metricDuration({ period: PERIOD, statistic: Stats.percentile(99) });

/** How old records are when the consumer gets them, milliseconds. */
export const lagOf = ({ target }: StreamConsumer): Metric =>
  target.lambda.metric("IteratorAge", { period: PERIOD, statistic: Stats.MAXIMUM });

/** Records that the consumer's mapping laid aside in the bucket, or could not even lay aside. */
export const failuresOf = ({ mapping }: StreamConsumer, name: "delivered" | "dropped"): Metric =>
  new Metric({
    namespace: "AWS/Lambda",
    metricName: name === "delivered" ? "OnFailureDestinationDeliveredEventCount" : "DroppedEventCount",
    dimensionsMap: { EventSourceMappingUUID: mapping.eventSourceMappingId },
    period: PERIOD,
    statistic: Stats.SUM,
  });

const OPERATIONS = [
  Operation.GET_ITEM,
  Operation.QUERY,
  Operation.SCAN,
  Operation.PUT_ITEM,
  Operation.DELETE_ITEM,
  Operation.TRANSACT_WRITE_ITEMS,
];

export const tableThrottles = (table: TableV2): IMetric =>
  table.metricThrottledRequestsForOperations({ operations: OPERATIONS, period: PERIOD });

export const tableErrors = (table: TableV2): IMetric =>
  table.metricSystemErrorsForOperations({ operations: OPERATIONS, period: PERIOD });
