import { type Duration, RemovalPolicy, SecretValue } from "aws-cdk-lib";
import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { type FunctionName, GRANTS, type TableAction } from "../functions.ts";
import type { StageConfig } from "../stage-config.ts";

export interface GateFunctionProps {
  readonly name: FunctionName;
  /** The folder with its bundle. */
  readonly code: string;
  /** It is stopped after so long. */
  readonly timeout: Duration;
  readonly table: TableV2;
  readonly config: StageConfig;
  /** Where it puts alerts; undefined for a function that has none. */
  readonly alerts?: EventBus | undefined;
  /** What else it is told in its environment; undefined for nothing. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** What it asks whether addresses work; undefined for a function that asks nobody. */
  readonly verifier?: VerifierSettings | undefined;
}

/** A service that tells whether addresses work, as functions/shared/http-verifier.ts reads it. */
export interface VerifierSettings {
  /** Its URL, with `{value}` for the address. */
  readonly url: string;
  /** Name of the secret in Secrets Manager that it is asked with; undefined for none. */
  readonly secret: string | undefined;
  readonly field: string | undefined;
  readonly types: string | undefined;
}

/** The template names the secret and never holds it: CloudFormation puts it in when it deploys. */
const variablesOf = ({ url, secret, field, types }: VerifierSettings): Record<string, string> => ({
  TOUCHGATE_VERIFY_URL: url,
  ...(secret !== undefined && {
    TOUCHGATE_VERIFY_SECRET: SecretValue.secretsManager(secret).unsafeUnwrap(),
  }),
  ...(field !== undefined && { TOUCHGATE_VERIFY_FIELD: field }),
  ...(types !== undefined && { TOUCHGATE_VERIFY_TYPES: types }),
});

/**
 * One function of the gate: its role may write its own log and do to the table what GRANTS lists. CDK's own role
 * would come with a managed policy that may write every log of the account.
 */
export class GateFunction extends Construct {
  readonly name: FunctionName;
  readonly lambda: LambdaFunction;

  constructor(
    scope: Construct,
    id: string,
    { name, code, timeout, table, config, alerts, settings, verifier }: GateFunctionProps,
  ) {
    super(scope, id);
    this.name = name;
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `What functions/${name} may do`,
    });
    const logGroup = new LogGroup(this, "Log", {
      retention: config.logRetentionDays,
      removalPolicy: config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    const actions: readonly TableAction[] = GRANTS[name];
    if (actions.length > 0) {
      role.addToPolicy(
        new PolicyStatement({
          actions: actions.map((action) => `dynamodb:${action}`),
          resources: [table.tableArn],
        }),
      );
    }
    alerts?.grantPutEventsTo(role);
    this.lambda = new LambdaFunction(this, "Function", {
      description: `Touchgate, functions/${name}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: Code.fromAsset(code),
      handler: "handler.handler",
      memorySize: config.memoryMb,
      timeout,
      role,
      logGroup,
      loggingFormat: LoggingFormat.TEXT,
      environment: {
        TOUCHGATE_TABLE: table.tableName,
        TOUCHGATE_DEADLINE_MS: String(config.deadlineMs),
        TOUCHGATE_CACHE_SECONDS: String(config.cacheSeconds),
        ...(alerts !== undefined && { TOUCHGATE_ALERT_BUS: alerts.eventBusName }),
        ...settings,
        ...(verifier !== undefined && variablesOf(verifier)),
      },
    });
  }
}
