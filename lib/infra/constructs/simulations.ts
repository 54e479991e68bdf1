import { RemovalPolicy, Validations } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { CfnStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { StageConfig } from "../stage-config.ts";
import type { GateFunction } from "./gate-function.ts";

export interface SimulationsProps {
  /** Goes on with a simulation, as far as one invocation comes. */
  readonly target: GateFunction;
  /** Starts them. */
  readonly caller: GateFunction;
  readonly config: StageConfig;
}

/**
 * Goes on with a simulation until it is done, however many invocations that takes; one that fails again and again is
 * said to have failed. Standard, not express: an execution bears the simulation's name, so that one which is started
 * again is one. The role's own statements are exact; X-Ray and the delivery of logs know no resources.
 */
export class Simulations extends Construct {
  readonly target: GateFunction;

  constructor(scope: Construct, id: string, { target, caller, config }: SimulationsProps) {
    super(scope, id);
    this.target = target;
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("states.amazonaws.com"),
      description: "What simulations may do",
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [target.lambda.functionArn] }),
    );
    role.addToPolicy(new PolicyStatement({ actions: [...LOGGING, ...TRACING], resources: ["*"] }));
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason:
        "X-Ray and the delivery of logs take no resources; the only other statement names the function.",
    });
    const log = new LogGroup(this, "Log", {
      retention: config.logRetentionDays,
      removalPolicy: config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const machine = new CfnStateMachine(this, "Machine", {
      stateMachineType: "STANDARD",
      roleArn: role.roleArn,
      definition: definitionOf(target.lambda.functionArn),
      tracingConfiguration: { enabled: true },
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }],
      },
    });
    machine.node.addDependency(role);
    caller.lambda.addEnvironment("TOUCHGATE_SIMULATIONS", machine.attrArn);
    caller.lambda.role?.addToPrincipalPolicy(
      new PolicyStatement({ actions: ["states:StartExecution"], resources: [machine.attrArn] }),
    );
  }
}

/** AWS lists them for every state machine that logs; none of them takes a resource. */
const LOGGING = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
];
const TRACING = [
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];

const RETRY = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 2 }];

const definitionOf = (functionArn: string) => ({
  Comment: "Tries a policy on recorded history",
  StartAt: "Try",
  States: {
    Try: {
      Type: "Task",
      Resource: functionArn,
      Retry: RETRY,
      Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failed", Next: "GiveUp" }],
      Next: "IsRunning",
    },
    IsRunning: {
      Type: "Choice",
      Choices: [{ Variable: "$.state", StringEquals: "running", Next: "Try" }],
      Default: "Done",
    },
    Done: { Type: "Succeed" },
    GiveUp: { Type: "Task", Resource: functionArn, Retry: RETRY, End: true },
  },
});
