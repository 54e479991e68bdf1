import { CfnOutput, Duration, Stack, type StackProps, Tags } from "aws-cdk-lib";
import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { STREAMS } from "../../functions/streams.ts";
import { type AuditSettings, auditSettings } from "./audit-settings.ts";
import type { Bundle } from "./bundle.ts";
import { AlarmTopic } from "./constructs/alarm-topic.ts";
import { Alarms } from "./constructs/alarms.ts";
import { FailedRecords } from "./constructs/failed-records.ts";
import { GateApi } from "./constructs/gate-api.ts";
import { GateDashboard } from "./constructs/gate-dashboard.ts";
import { GateFunction, type VerifierSettings } from "./constructs/gate-function.ts";
import { ScheduledAudit } from "./constructs/scheduled-audit.ts";
import { Simulations } from "./constructs/simulations.ts";
import { StreamConsumer } from "./constructs/stream-consumer.ts";
import { TouchgateTable } from "./constructs/touchgate-table.ts";
import {
  ALERTING,
  type FunctionName,
  HTTP_FUNCTION_NAMES,
  type HttpFunctionName,
  VERIFYING,
} from "./functions.ts";
import type { StageConfig } from "./stage-config.ts";

export interface TouchgateStackProps extends StackProps {
  readonly config: StageConfig;
  readonly bundles: Readonly<Record<FunctionName, Pick<Bundle, "folder">>>;
  /** Told of alarms; undefined: nobody until someone subscribes. */
  readonly alarmEmail?: string | undefined;
  /** How often the contacts are audited; undefined: monthly, to be told only. */
  readonly audit?: AuditSettings | undefined;
  /** Where customers reach the gate, when that is not the API's own address: `https://…` without a slash at the end. */
  readonly publicUrl?: string | undefined;
  /** Asked whether new addresses work; undefined: nobody is. */
  readonly verifier?: VerifierSettings | undefined;
}

/** API Gateway gives up on a function after 30 s; well before, a caller has. */
const HTTP_TIMEOUT = Duration.seconds(20);
/** For a whole batch of records. */
const STREAM_TIMEOUT = Duration.minutes(1);
/** The longest that Lambda gives; what is left then goes on in another invocation. */
const AUDIT_TIMEOUT = Duration.minutes(15);

/** What is left then goes on in another invocation. */
const SIMULATION_TIMEOUT = Duration.minutes(5);

/** The whole gate of one stage. It names no account and no region: it goes where it is deployed to. */
export class TouchgateStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    {
      config,
      bundles,
      alarmEmail,
      audit = auditSettings(),
      publicUrl,
      verifier,
      ...props
    }: TouchgateStackProps,
  ) {
    super(scope, id, {
      description: `Touchgate, stage ${config.stage}: ask before you reach out`,
      terminationProtection: config.keepsData,
      ...props,
    });
    Tags.of(this).add("service", "touchgate");
    Tags.of(this).add("stage", config.stage);

    const { table } = new TouchgateTable(this, "Data", config);
    const alerts = new EventBus(this, "Alerts", { description: "What the gate wants somebody to know" });
    const settings: Partial<Record<FunctionName, Record<string, string>>> = {
      audit: { TOUCHGATE_AUDIT: audit.mode },
      ...(publicUrl !== undefined && {
        links: { TOUCHGATE_PUBLIC_URL: publicUrl },
        hooks: { TOUCHGATE_PUBLIC_URL: publicUrl },
      }),
    };
    const functionOf = (name: FunctionName, timeout: Duration): GateFunction =>
      new GateFunction(this, name, {
        ...{ name, code: bundles[name].folder, timeout, table, config },
        alerts: ALERTING.includes(name) ? alerts : undefined,
        settings: settings[name],
        verifier: VERIFYING.includes(name) ? verifier : undefined,
      });

    const functions = Object.fromEntries(
      HTTP_FUNCTION_NAMES.map((name) => [name, functionOf(name, HTTP_TIMEOUT)]),
    ) as Record<HttpFunctionName, GateFunction>;
    const { stage, api } = new GateApi(this, "Http", { functions, config });

    const { bucket } = new FailedRecords(this, "FailedRecords", config);
    const consumers = STREAMS.map(
      (consumer) =>
        new StreamConsumer(this, `${consumer.function}-stream`, {
          consumer,
          target: functionOf(consumer.function, STREAM_TIMEOUT),
          table,
          failures: bucket,
        }),
    );

    const audits = new ScheduledAudit(this, "ScheduledAudit", {
      target: functionOf("audit", AUDIT_TIMEOUT),
      ...{ alerts, settings: audit },
    });

    const simulations = new Simulations(this, "Simulations", {
      target: functionOf("simulate", SIMULATION_TIMEOUT),
      ...{ caller: functions.policies, config },
    });

    const { topic } = new AlarmTopic(this, "AlarmTopic", { email: alarmEmail });
    const watched = {
      config,
      stage,
      functions: [
        ...Object.values(functions),
        ...consumers.map(({ target }) => target),
        ...[audits.target, simulations.target],
      ],
      consumers,
      table,
    };
    new Alarms(this, "Alarms", { ...watched, topic });
    new GateDashboard(this, "Overview", watched);

    new CfnOutput(this, "ApiUrl", { value: api.apiEndpoint });
    new CfnOutput(this, "TableName", { value: table.tableName });
    new CfnOutput(this, "AlertBusName", { value: alerts.eventBusName });
    new CfnOutput(this, "AlarmTopicArn", { value: topic.topicArn });
    new CfnOutput(this, "FailedRecordsBucket", { value: bucket.bucketName });
  }
}
