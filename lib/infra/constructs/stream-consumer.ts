import { type CfnElement, Duration, Stack, Validations } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import {
  EventSourceMapping,
  FilterCriteria,
  FilterRule,
  MetricType,
  StartingPosition,
} from "aws-cdk-lib/aws-lambda";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import type { StreamConsumer as ConsumerData } from "../../../functions/streams.ts";
import type { GateFunction } from "./gate-function.ts";

export interface StreamConsumerProps {
  readonly consumer: ConsumerData;
  readonly target: GateFunction;
  readonly table: TableV2;
  /** Keeps the records that could not be worked on. */
  readonly failures: Bucket;
}

/** Lambda names the objects itself, `aws/lambda/<mapping>/<shard>/…`. */
const OBJECTS_OF_LAMBDA = "aws/lambda/*";

/** Hands the table's stream to a function as functions/streams.ts says, losing nothing on the way. */
export class StreamConsumer extends Construct {
  readonly name: string;
  readonly target: GateFunction;
  readonly mapping: EventSourceMapping;

  constructor(scope: Construct, id: string, { consumer, failures, table, target }: StreamConsumerProps) {
    super(scope, id);
    this.name = consumer.function;
    this.target = target;
    const streamArn = table.tableStreamArn as string;
    this.mapping = new EventSourceMapping(this, "Mapping", {
      target: target.lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: consumer.batchSize,
      maxBatchingWindow: Duration.seconds(consumer.longestWaitSeconds),
      retryAttempts: consumer.mostRetries,
      maxRecordAge: Duration.seconds(consumer.oldestRecordSeconds),
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or(...consumer.eventNames),
          dynamodb: { NewImage: { [consumer.carrying]: { S: FilterRule.exists() } } },
        }),
      ],
      // The records themselves, not pointers into a stream that forgets. CDK's own S3OnFailureDestination would let
      // the function read, replace and delete every object, too.
      supportS3OnFailureDestination: true,
      onFailure: { bind: () => ({ destination: failures.bucketArn }) },
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    const mayRead = [
      new PolicyStatement({
        actions: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        resources: [streamArn],
      }),
      // Tells the names of streams, not what is in them; Lambda asks for it when the mapping is made.
      new PolicyStatement({ actions: ["dynamodb:ListStreams"], resources: [`${table.tableArn}/stream/*`] }),
      new PolicyStatement({ actions: ["s3:ListBucket"], resources: [failures.bucketArn] }),
      new PolicyStatement({
        actions: ["s3:PutObject"],
        resources: [failures.arnForObjects(OBJECTS_OF_LAMBDA)],
      }),
    ];
    // The mapping can be made only once its reader may read.
    for (const statement of mayRead) target.lambda.addToRolePolicy(statement);
    this.mapping.node.addDependency(target.lambda.role as IRole);
    acknowledge(target, table, "/stream/*", "Names of this table's streams only; AWS documents it so.");
    acknowledge(
      target,
      failures,
      `/${OBJECTS_OF_LAMBDA}`,
      "Lambda makes up the objects' names; they are only put.",
    );
  }
}

/** Accepts one wildcard, below one resource, in what the function may do. */
function acknowledge(target: GateFunction, resource: TableV2 | Bucket, below: string, reason: string): void {
  const logicalId = Stack.of(target).getLogicalId(resource.node.defaultChild as CfnElement);
  Validations.of(target).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>${below}]`,
    reason,
  });
}
