import type { Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { describe, expect, it } from "vitest";
import { FALLBACK, SERVED } from "../../functions/routes.ts";
import { STREAMS } from "../../functions/streams.ts";
import { auditSettings } from "../../lib/infra/audit-settings.ts";
import {
  ALERTING,
  FUNCTION_NAMES,
  HTTP_FUNCTION_NAMES,
  type StreamFunctionName,
} from "../../lib/infra/functions.ts";
import { BadPublicUrl, publicUrl } from "../../lib/infra/public-url.ts";
import { STAGES, stageConfig, UnknownStage } from "../../lib/infra/stage-config.ts";
import { TABLE } from "../../lib/store/table.ts";
import {
  functionOf,
  mayDo,
  ofType,
  type Resource,
  type Synthesised,
  synthesise,
  theOnly,
} from "./synthesise.ts";

const stacks = new Map(STAGES.map((stage) => [stage, synthesise(stage)]));
const dev = stacks.get("dev") as Synthesised;
const prod = stacks.get("prod") as Synthesised;

const TABLE_ID = "DataTableFDBAD0F2";
const MACHINE_ID = ofType(prod, "AWS::StepFunctions::StateMachine")[0]?.[0] as string;
const BUS_ID = ofType(prod, "AWS::Events::EventBus")[0]?.[0] as string;
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

describe("the API", () => {
  /** `route key → function's folder`, as the template wires it. */
  const wired = ofType(prod, "AWS::ApiGatewayV2::Route").map(([, { Properties }]) => {
    const integrationId = Properties.Target["Fn::Join"][1][1].Ref;
    const { IntegrationUri, PayloadFormatVersion } = prod.resources[integrationId]?.Properties ?? {};
    expect(PayloadFormatVersion).toBe("2.0");
    const served = prod.resources[IntegrationUri["Fn::GetAtt"][0]]?.Properties.Description;
    return `${Properties.RouteKey} → ${served}`;
  });

  it("serves every row of the route table by its function, the rest by the fallback, and nothing else", () => {
    const rows = SERVED.map(({ method, path, function: name }) => `${method} ${path} → ${named(name)}`);
    expect(wired.sort()).toEqual([...rows, `$default → ${named(FALLBACK.function)}`].sort());
  });
  const named = (name: string) => `Touchgate, functions/${name}`;

  /** Functions that a service may call, and from where. */
  const calledBy = (principal: string, from: string) =>
    ofType(prod, "AWS::Lambda::Permission")
      .filter(([, { Properties }]) => Properties.Principal === principal)
      .map(([, { Properties }]) => {
        expect(JSON.stringify(Properties.SourceArn)).toContain(from);
        return Properties.FunctionName["Fn::GetAtt"][0];
      });

  it("may call every function that it serves, rules may call the audit, and nobody else anything", () => {
    const served = HTTP_FUNCTION_NAMES.map((name) => functionOf(prod, name)[0]);
    const ofTheApi = calledBy("apigateway.amazonaws.com", '{"Ref":"HttpApi4E1D4184"}');
    expect([...new Set(ofTheApi)].sort()).toEqual(served.sort());
    const ofRules = calledBy("events.amazonaws.com", '{"Fn::GetAtt":["ScheduledAudit');
    const audit = functionOf(prod, "audit")[0];
    expect(ofRules).toEqual([audit, audit]);
    expect(ofType(prod, "AWS::Lambda::Permission")).toHaveLength(ofTheApi.length + ofRules.length);
  });

  it("throttles, and logs neither the query nor the path, where addresses stand", () => {
    const { Properties } = theOnly(prod, "AWS::ApiGatewayV2::Stage");
    expect(Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: 1_000,
      ThrottlingBurstLimit: 2_000,
    });
    const { Format, DestinationArn } = Properties.AccessLogSettings;
    const fields = Object.values(JSON.parse(Format));
    expect(fields).toContain("$context.requestId");
    expect(fields).toContain("$context.routeKey");
    for (const field of fields) expect(field).not.toMatch(/path|query|uri|\$context\.authorizer/i);
    const log = prod.resources[DestinationArn["Fn::GetAtt"][0]];
    expect(log?.Properties.RetentionInDays).toBe(90);
  });
});

describe("the links that customers follow", () => {
  const { Properties, DependsOn } = theOnly(prod, "AWS::ApiGatewayV2::Stage");
  const settings: Readonly<Record<string, unknown>> = Properties.RouteSettings;

  it("have limits of their own: scanners of links leave checks alone, and opt-outs have all there is", () => {
    const opening = { ThrottlingRateLimit: 500, ThrottlingBurstLimit: 1_000 };
    const all = Properties.DefaultRouteSettings;
    expect(settings).toEqual({
      ...{ "GET /u/{token}": opening, "HEAD /u/{token}": opening, "POST /u/{token}": all },
      ...{ "GET /p/{token}": opening, "HEAD /p/{token}": opening, "POST /p/{token}": all },
    });
  });

  it("begin with where customers reach the gate, when that is told", () => {
    const url = "https://contact.example.com/gate";
    const told = synthesise("prod", { publicUrl: url });
    for (const [stack, name, expected] of [
      [told, "links", url],
      [told, "check", undefined],
      [prod, "links", undefined],
    ] as const) {
      const { Variables } = functionOf(stack, name)[1].Properties.Environment;
      expect(Variables.TOUCHGATE_PUBLIC_URL).toBe(expected);
    }
  });

  it.each([
    ...["http://contact.example.com", "https://contact.example.com/", "contact.example.com", "https://", ""],
    ...[
      "https://a.example>,<https://b.example",
      "https://a.example/?x",
      "https://a.example\r\nBcc: b",
      1,
      null,
    ],
  ])("begin with nothing that could end a header field: %j is refused by name", (url) => {
    expect(() => publicUrl(url)).toThrow(BadPublicUrl);
    expect(() => publicUrl(url)).toThrow(JSON.stringify(url));
  });

  it("are there before their limits, as API Gateway demands", () => {
    const routes = ofType(prod, "AWS::ApiGatewayV2::Route").filter(
      ([, route]) => route.Properties.RouteKey in settings,
    );
    expect(routes).toHaveLength(6);
    for (const [id] of routes) expect(DependsOn).toContain(id);
  });
});

describe("the functions", () => {
  it("are one for each folder, on arm64 and Node 24, each with a log of its own that ends", () => {
    const functions = ofType(prod, "AWS::Lambda::Function");
    expect(functions).toHaveLength(FUNCTION_NAMES.length);
    const logs = FUNCTION_NAMES.map((name) => {
      const [, { Properties }] = functionOf(prod, name);
      expect(Properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "handler.handler",
        MemorySize: 1_024,
        Environment: {
          Variables: {
            TOUCHGATE_TABLE: { Ref: TABLE_ID },
            TOUCHGATE_DEADLINE_MS: "800",
            TOUCHGATE_CACHE_SECONDS: "10",
            ...(ALERTING.includes(name) && { TOUCHGATE_ALERT_BUS: { Ref: BUS_ID } }),
            ...(name === "audit" && { TOUCHGATE_AUDIT: "report" }),
          },
        },
      });
      const logId = Properties.LoggingConfig.LogGroup.Ref;
      expect(prod.resources[logId]?.Properties.RetentionInDays).toBe(90);
      return logId;
    });
    expect(new Set(logs).size).toBe(FUNCTION_NAMES.length);
  });

  it("have the service that verifies addresses only where they ask it, and only where one is set up", () => {
    const url = "https://verify.example/?email={value}";
    const settings = { url, secret: "verify/prod", field: "data.status", types: "email,phone" };
    const verifying = synthesise("prod", { verifier: settings });
    for (const name of FUNCTION_NAMES) {
      const [, { Properties }] = functionOf(verifying, name);
      const variables = Object.entries<unknown>(Properties.Environment.Variables);
      const told = variables.filter(([variable]) => variable.startsWith("TOUCHGATE_VERIFY"));
      expect([name, Object.fromEntries(told)]).toEqual([
        name,
        name === "contacts" || name === "audit"
          ? {
              TOUCHGATE_VERIFY_URL: url,
              TOUCHGATE_VERIFY_SECRET: "{{resolve:secretsmanager:verify/prod:SecretString:::}}",
              TOUCHGATE_VERIFY_FIELD: "data.status",
              TOUCHGATE_VERIFY_TYPES: "email,phone",
            }
          : {},
      ]);
    }
    for (const name of ["contacts", "audit"]) {
      const [, { Properties }] = functionOf(prod, name);
      expect(JSON.stringify(Properties.Environment)).not.toContain("VERIFY");
    }
  });

  it("answer before API Gateway gives up on them", () => {
    for (const name of HTTP_FUNCTION_NAMES) {
      expect(functionOf(prod, name)[1].Properties.Timeout).toBeLessThan(30);
    }
  });

  const ofHttp: Readonly<Record<(typeof HTTP_FUNCTION_NAMES)[number], readonly string[]>> = {
    check: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"],
    consents: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"],
    contacts: [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
    docs: [],
    duplicates: [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
    ],
    keys: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:DeleteItem"],
    hooks: [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
    links: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"],
    locks: ["dynamodb:GetItem", "dynamodb:PutItem"],
    owner: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
    policies: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
    preferences: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem"],
    suppressions: [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
    system: ["dynamodb:GetItem"],
    touches: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:ConditionCheckItem"],
  };

  it.each(HTTP_FUNCTION_NAMES)(
    "%s may write its own log, do its part to the table, and nothing else",
    (name) => {
      const [, { Properties }] = functionOf(prod, name);
      const log = Properties.LoggingConfig.LogGroup.Ref;
      expect(mayDo(prod, name)).toEqual([
        { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: arnOf(log) },
        ...(ofHttp[name].length === 0
          ? []
          : [
              {
                Effect: "Allow",
                Action: ofHttp[name].length === 1 ? ofHttp[name][0] : ofHttp[name],
                Resource: arnOf(TABLE_ID),
              },
            ]),
        ...(name === "policies"
          ? [{ Effect: "Allow", Action: "states:StartExecution", Resource: arnOf(MACHINE_ID) }]
          : []),
      ]);
    },
  );

  const ofStreams: Readonly<Record<StreamFunctionName, readonly string[]>> = {
    record: [
      "dynamodb:GetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:UpdateItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
    dedup: [
      "dynamodb:GetItem",
      "dynamodb:BatchGetItem",
      "dynamodb:Query",
      "dynamodb:PutItem",
      "dynamodb:DeleteItem",
      "dynamodb:ConditionCheckItem",
    ],
  };

  it.each(STREAMS.map((consumer) => consumer.function))(
    "%s may besides read the stream and put what failed into its bucket, and nothing else",
    (name) => {
      const [, { Properties }] = functionOf(prod, name);
      const [bucketId] = ofType(prod, "AWS::S3::Bucket")[0] as [string, Resource];
      expect(mayDo(prod, name)).toEqual([
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: arnOf(Properties.LoggingConfig.LogGroup.Ref),
        },
        {
          Effect: "Allow",
          Action: ofStreams[name],
          Resource: arnOf(TABLE_ID),
        },
        ...(ALERTING.includes(name)
          ? [{ Effect: "Allow", Action: "events:PutEvents", Resource: arnOf(BUS_ID) }]
          : []),
        {
          Effect: "Allow",
          Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
          Resource: { "Fn::GetAtt": [TABLE_ID, "StreamArn"] },
        },
        {
          Effect: "Allow",
          Action: "dynamodb:ListStreams",
          Resource: { "Fn::Join": ["", [arnOf(TABLE_ID), "/stream/*"]] },
        },
        { Effect: "Allow", Action: "s3:ListBucket", Resource: arnOf(bucketId) },
        {
          Effect: "Allow",
          Action: "s3:PutObject",
          Resource: { "Fn::Join": ["", [arnOf(bucketId), "/aws/lambda/*"]] },
        },
      ]);
    },
  );

  it("have no permissions but these: no managed policy, none inline, none on *, no action with *", () => {
    for (const [, { Properties }] of ofType(prod, "AWS::IAM::Role")) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.Policies).toBeUndefined();
    }
    const statements = ofType(prod, "AWS::IAM::Policy").flatMap(
      ([, { Properties }]) => Properties.PolicyDocument.Statement,
    );
    expect(statements.length).toBeGreaterThan(FUNCTION_NAMES.length);
    /** Which AWS gives for no resource by itself. */
    const takesNoResource = (action: string) =>
      /^(logs:(.*LogDeliver(y|ies)|.*ResourcePolic(y|ies)|DescribeLogGroups)|xray:.*)$/.test(action);
    for (const { Action, Resource } of statements) {
      if (![Action].flat().every(takesNoResource)) expect([Resource].flat()).not.toContain("*");
      expect([Action].flat().filter((action: string) => action.includes("*"))).toEqual([]);
    }
  });
});

describe("simulations", () => {
  const machine = theOnly(prod, "AWS::StepFunctions::StateMachine").Properties;
  const [target] = functionOf(prod, "simulate");

  it("go on until they are done, and are said to have failed when they are given up", () => {
    const { StartAt, States } = machine.Definition;
    const task = {
      Type: "Task",
      Resource: arnOf(target),
      Retry: [expect.objectContaining({ MaxAttempts: 3 })],
    };
    expect(StartAt).toBe("Try");
    expect(States).toEqual({
      Try: {
        ...task,
        Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failed", Next: "GiveUp" }],
        Next: "IsRunning",
      },
      IsRunning: {
        Type: "Choice",
        Choices: [{ Variable: "$.state", StringEquals: "running", Next: "Try" }],
        Default: "Done",
      },
      Done: { Type: "Succeed" },
      GiveUp: { ...task, End: true },
    });
  });

  it("are logged without what they are handed, and traced", () => {
    expect(machine.LoggingConfiguration).toMatchObject({ Level: "ALL", IncludeExecutionData: false });
    expect(machine.TracingConfiguration).toEqual({ Enabled: true });
  });

  it("are started by the function of policies, and invoke their own: nobody does anything else", () => {
    expect(mayDo(prod, "policies")).toContainEqual({
      ...{ Effect: "Allow", Action: "states:StartExecution", Resource: arnOf(MACHINE_ID) },
    });
    const { Variables } = functionOf(prod, "policies")[1].Properties.Environment;
    expect(Variables.TOUCHGATE_SIMULATIONS).toEqual(arnOf(MACHINE_ID));
    const roleId = machine.RoleArn["Fn::GetAtt"][0];
    const statements = ofType(prod, "AWS::IAM::Policy")
      .filter(([, { Properties }]) => Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
    expect(statements).toEqual([
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: arnOf(target) },
      { Effect: "Allow", Action: expect.arrayContaining(["logs:CreateLogDelivery"]), Resource: "*" },
    ]);
    expect(mayDo(prod, "simulate").flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(["dynamodb:Scan", "dynamodb:DescribeTable", "dynamodb:PutItem"]),
    );
  });
});

describe("the audit", () => {
  const rules = (stack: Synthesised) =>
    ofType(stack, "AWS::Events::Rule").map(([, { Properties }]) => Properties);
  const scheduleOf = (stack: Synthesised) =>
    rules(stack).find((rule) => rule.ScheduleExpression !== undefined);

  it("may read the whole table, put into it and tell what it found, and nothing else", () => {
    const [, { Properties }] = functionOf(prod, "audit");
    expect(mayDo(prod, "audit")).toEqual([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: arnOf(Properties.LoggingConfig.LogGroup.Ref),
      },
      {
        Effect: "Allow",
        Action: ["dynamodb:Scan", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
        Resource: arnOf(TABLE_ID),
      },
      { Effect: "Allow", Action: "events:PutEvents", Resource: arnOf(BUS_ID) },
    ]);
    expect(Properties.Timeout).toBe(900);
  });

  it("comes each month, and again when it was paused", () => {
    const targets = [expect.objectContaining({ Arn: arnOf(functionOf(prod, "audit")[0]) })];
    expect(rules(prod)).toEqual([
      expect.objectContaining({
        ScheduleExpression: "cron(0 3 1 * ? *)",
        State: "ENABLED",
        Targets: targets,
      }),
      expect.objectContaining({
        EventBusName: { Ref: BUS_ID },
        EventPattern: { source: ["touchgate"], "detail-type": ["AuditPaused"] },
        Targets: targets,
      }),
    ]);
  });

  it("comes as it is told to, sets statuses when it is told to, and can be turned off", () => {
    const often = synthesise("dev", { audit: auditSettings("apply", "rate(7 days)") });
    expect(scheduleOf(often)).toMatchObject({ ScheduleExpression: "rate(7 days)", State: "ENABLED" });
    const { Variables } = functionOf(often, "audit")[1].Properties.Environment;
    expect(Variables.TOUCHGATE_AUDIT).toBe("apply");
    expect(scheduleOf(synthesise("dev", { audit: auditSettings("off") }))?.State).toBe("DISABLED");
  });

  it.each([
    [["never"], /never.*-c audit=off or -c audit=report or -c audit=apply/],
    [["report", "monthly"], /monthly.*cron\(0 3 1/],
    [["report", "rate()"], /no schedule/],
  ] as const)("is refused as %j, with what to write", (given, said) => {
    expect(() => auditSettings(...given)).toThrow(said);
  });
});

describe("the stream", () => {
  /** What hands the stream over to a function. */
  const mappingOf = (name: string): Resource & { DependsOn: string[] } => {
    const [functionId] = functionOf(prod, name);
    const found = ofType(prod, "AWS::Lambda::EventSourceMapping").find(
      ([, { Properties }]) => Properties.FunctionName.Ref === functionId,
    );
    return found?.[1] as Resource & { DependsOn: string[] };
  };

  it.each<[StreamFunctionName, string, number]>([
    ["record", "events", 100],
    ["dedup", "card", 50],
  ])(
    "hands over to %s what has %s, %i at a time, in order, with partial failures, and keeps what failed",
    (name, carried, batchSize) => {
      const [bucketId] = ofType(prod, "AWS::S3::Bucket")[0] as [string, Resource];
      const { FilterCriteria, ...mapping } = mappingOf(name).Properties;
      expect(mapping).toMatchObject({
        EventSourceArn: { "Fn::GetAtt": [TABLE_ID, "StreamArn"] },
        StartingPosition: "TRIM_HORIZON",
        BatchSize: batchSize,
        MaximumBatchingWindowInSeconds: 1,
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 43_200,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        DestinationConfig: { OnFailure: { Destination: arnOf(bucketId) } },
        MetricsConfig: { Metrics: ["EventCount"] },
      });
      expect(mapping.ParallelizationFactor ?? 1).toBe(1);
      expect(FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern))).toEqual([
        { eventName: ["INSERT", "MODIFY"], dynamodb: { NewImage: { [carried]: { S: [{ exists: true }] } } } },
      ]);
    },
  );

  it.each(STREAMS.map((consumer) => consumer.function))("is not read before %s may read it", (name) => {
    const [, role] = functionOf(prod, name);
    const mapping = mappingOf(name);
    const policyIds = ofType(prod, "AWS::IAM::Policy")
      .filter(([, { Properties }]) => Properties.Roles[0].Ref === role.Properties.Role["Fn::GetAtt"][0])
      .map(([id]) => id);
    expect(mapping.DependsOn).toEqual(expect.arrayContaining(policyIds));
  });
});

describe("the data", () => {
  it.each(STAGES)(
    "of %s is in the table that lib/store describes, on demand, encrypted, restorable",
    (stage) => {
      const stack = stacks.get(stage) as Synthesised;
      const { Properties } = theOnly(stack, "AWS::DynamoDB::GlobalTable");
      expect(Properties).toMatchObject({
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [
          { AttributeName: TABLE.partitionKey, KeyType: "HASH" },
          { AttributeName: TABLE.sortKey, KeyType: "RANGE" },
        ],
        StreamSpecification: { StreamViewType: TABLE.streamViewType },
        TimeToLiveSpecification: { AttributeName: TABLE.timeToLiveAttribute, Enabled: true },
        SSESpecification: { SSEEnabled: true },
      });
      expect(Properties.Replicas).toHaveLength(1);
      expect(Properties.Replicas[0].PointInTimeRecoverySpecification).toEqual({
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: stage === "prod" ? 35 : 1,
      });
    },
  );

  it("keeps its logical id, for another one is another table", () => {
    expect(ofType(prod, "AWS::DynamoDB::GlobalTable").map(([id]) => id)).toEqual([TABLE_ID]);
  });

  const HOLDS_DATA = ["AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::Logs::LogGroup"];

  it("of prod outlives the stack, whose deletion is refused anyhow", () => {
    expect(prod.terminationProtection).toBe(true);
    expect(theOnly(prod, "AWS::DynamoDB::GlobalTable").Properties.Replicas[0].DeletionProtectionEnabled).toBe(
      true,
    );
    for (const [id, resource] of HOLDS_DATA.flatMap((type) => ofType(prod, type))) {
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, "Retain", "Retain"]);
    }
  });

  it.each(["dev", "staging"] as const)("of %s goes with the stack", (stage) => {
    const stack = stacks.get(stage) as Synthesised;
    expect(stack.terminationProtection).toBe(false);
    expect(
      theOnly(stack, "AWS::DynamoDB::GlobalTable").Properties.Replicas[0].DeletionProtectionEnabled,
    ).toBe(false);
    for (const [id, resource] of HOLDS_DATA.flatMap((type) => ofType(stack, type))) {
      expect([id, resource.DeletionPolicy, resource.UpdateReplacePolicy]).toEqual([id, "Delete", "Delete"]);
    }
  });

  it("that failed is encrypted, closed to the public and to plain HTTP, and forgotten after 30 days", () => {
    const { Properties } = theOnly(prod, "AWS::S3::Bucket");
    expect(Properties.BucketEncryption.ServerSideEncryptionConfiguration).toHaveLength(1);
    expect(Object.values(Properties.PublicAccessBlockConfiguration)).toEqual([true, true, true, true]);
    expect(Properties.LifecycleConfiguration.Rules).toEqual([
      {
        Status: "Enabled",
        ExpirationInDays: 30,
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      },
    ]);
    const { Statement } = theOnly(prod, "AWS::S3::BucketPolicy").Properties.PolicyDocument;
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  });
});

describe("the alarms", () => {
  const alarms = new Map(
    ofType(prod, "AWS::CloudWatch::Alarm").map(([, { Properties }]) => [Properties.AlarmName, Properties]),
  );
  const topicId = ofType(prod, "AWS::SNS::Topic").map(([id]) => id)[0];

  it("watch the API, each function, the deadline, the stream and the table", () => {
    const ofFunctions = FUNCTION_NAMES.flatMap((name) => [`${name}-errors`, `${name}-throttles`]);
    const ofTheRest = ["server-errors", "check-near-deadline", "table-throttles", "table-errors"];
    const ofStream = STREAMS.flatMap((consumer) =>
      ["lag", "failed-records", "dropped-records"].map((what) => `${consumer.function}-${what}`),
    );
    expect([...alarms.keys()].sort()).toEqual(
      [...ofFunctions, ...ofTheRest, ...ofStream].map((name) => `touchgate-prod-${name}`).sort(),
    );
  });

  it("tell one topic when they go off and when they are over, and take silence for health", () => {
    for (const alarm of alarms.values()) {
      expect(alarm).toMatchObject({
        AlarmActions: [{ Ref: topicId }],
        OKActions: [{ Ref: topicId }],
        TreatMissingData: "notBreaching",
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
      });
      expect(alarm.AlarmDescription).toMatch(/\w.*[.:]/);
    }
  });

  it("go off at three quarters of the deadline", () => {
    expect(alarms.get("touchgate-prod-check-near-deadline")).toMatchObject({
      MetricName: "Duration",
      Dimensions: [{ Name: "FunctionName", Value: { Ref: functionOf(prod, "check")[0] } }],
      ExtendedStatistic: "p99",
      Threshold: 600,
      EvaluationPeriods: 3,
    });
  });

  it("see the records that were laid aside, by the mapping that did it", () => {
    const [mappingId] = ofType(prod, "AWS::Lambda::EventSourceMapping")[0] as [string, Resource];
    expect(alarms.get("touchgate-prod-record-failed-records")).toMatchObject({
      Namespace: "AWS/Lambda",
      MetricName: "OnFailureDestinationDeliveredEventCount",
      Dimensions: [{ Name: "EventSourceMappingUUID", Value: { Ref: mappingId } }],
      Threshold: 1,
    });
  });

  it("may publish to the topic, which takes nothing over plain HTTP", () => {
    const { Statement } = theOnly(prod, "AWS::SNS::TopicPolicy").Properties.PolicyDocument;
    expect(Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
      }),
    );
    expect(Statement).toContainEqual(
      expect.objectContaining({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
  });

  it("are mailed to an address when one is given, and to none otherwise", () => {
    const told = synthesise("dev", { alarmEmail: "ops@example.com" });
    expect(theOnly(told, "AWS::SNS::Subscription").Properties).toMatchObject({
      Protocol: "email",
      Endpoint: "ops@example.com",
    });
    expect(ofType(dev, "AWS::SNS::Subscription")).toEqual([]);
  });
});

describe("the stack", () => {
  it("has a bus for alerts and a dashboard", () => {
    theOnly(prod, "AWS::Events::EventBus");
    const { DashboardBody } = theOnly(prod, "AWS::CloudWatch::Dashboard").Properties;
    expect(JSON.stringify(DashboardBody)).toContain("Decisions");
  });

  it("tells where it is and what to use", () => {
    expect(Object.keys(prod.outputs).sort()).toEqual(
      ["AlarmTopicArn", "AlertBusName", "ApiUrl", "FailedRecordsBucket", "TableName"].sort(),
    );
  });

  it.each(STAGES)("of %s passes cdk-nag's AwsSolutions", (stage) => {
    expect(() => synthesise(stage, { alarmEmail: "ops@example.com" })).not.toThrow();
  });

  it("would not pass with a bucket or a topic that is open to plain HTTP", () => {
    const careless = (stack: Stack): void => {
      new Bucket(stack, "Careless");
      new Topic(stack, "CarelessToo");
    };
    expect(() => synthesise("dev", { change: careless })).toThrow(/AwsSolutions-S10.*AwsSolutions-SNS3/s);
  });
});

describe("a stage", () => {
  it("is dev unless the context names another", () => {
    expect(stageConfig().stage).toBe("dev");
    expect(stageConfig(undefined).keepsData).toBe(false);
  });

  it.each(["production", "PROD", "", "toString", 1, null])(
    "that there is not (%j) is refused by name",
    (stage) => {
      expect(() => stageConfig(stage)).toThrow(UnknownStage);
      expect(() => stageConfig(stage)).toThrow(JSON.stringify(stage));
      expect(() => stageConfig(stage)).toThrow("-c stage=dev or -c stage=staging or -c stage=prod");
    },
  );
});
