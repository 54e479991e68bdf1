import { RemovalPolicy, Stack, Validations } from "aws-cdk-lib";
import { AccessLogField, AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnRoute,
  type CfnStage,
  HttpApi,
  HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { FALLBACK, SERVED } from "../../../functions/routes.ts";
import { HTTP_FUNCTION_NAMES, type HttpFunctionName } from "../functions.ts";
import type { StageConfig, Throttling } from "../stage-config.ts";
import type { GateFunction } from "./gate-function.ts";

export interface GateApiProps {
  readonly functions: Readonly<Record<HttpFunctionName, GateFunction>>;
  readonly config: StageConfig;
}

/** The HTTP API over the route table. It throttles and logs; who may do what is checked in the functions. */
export class GateApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;

  constructor(scope: Construct, id: string, { functions, config }: GateApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, "Api", {
      description: `Touchgate, stage ${config.stage}`,
      createDefaultStage: false,
    });
    this.stage = new HttpStage(this, "Stage", {
      httpApi: this.api,
      stageName: "$default",
      autoDeploy: true,
      throttle: {
        rateLimit: config.throttling.requestsPerSecond,
        burstLimit: config.throttling.burst,
      },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, "AccessLog", {
            retention: config.logRetentionDays,
            removalPolicy: config.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
          }),
        ),
        format: ACCESS_LOG_FORMAT,
      },
    });
    this.throttleLinks(this.addRoutes(functions), config);
  }

  /** By route key. */
  private addRoutes(functions: GateApiProps["functions"]): ReadonlyMap<string, HttpRoute> {
    const routes = new Map<string, HttpRoute>();
    const integrations = new Map(
      HTTP_FUNCTION_NAMES.map((name) => [
        name,
        // One permission for a function, not one for each of its routes: they would outgrow its policy.
        new HttpLambdaIntegration(name, functions[name].lambda, { scopePermissionToRoute: false }),
      ]),
    );
    const add = (routeKey: HttpRouteKey, route: { function: HttpFunctionName; scope: string }): void => {
      const integration = integrations.get(route.function) as HttpLambdaIntegration;
      const added = new HttpRoute(this, routeKey.key, { httpApi: this.api, routeKey, integration });
      routes.set(routeKey.key, added);
      Validations.of(added).acknowledge({
        id: "AwsSolutions-APIG4",
        reason: route.scope === "public" ? "Open to anybody by design." : CHECKED_IN_THE_CHAIN,
      });
    };
    for (const route of SERVED) add(HttpRouteKey.with(route.path, HttpMethod[route.method]), route);
    add(HttpRouteKey.DEFAULT, FALLBACK);
    this.permitFallback(functions[FALLBACK.function]);
    return routes;
  }

  /**
   * What customers follow has limits of its own, so that neither scanners of links nor checks use up what the other
   * needs. A page is opened as often as `pageThrottling` says; what silences somebody has as much as everything else.
   */
  private throttleLinks(
    routes: ReadonlyMap<string, HttpRoute>,
    { throttling, pageThrottling }: StageConfig,
  ): void {
    const stage = this.stage.node.defaultChild as CfnStage;
    const settings = SERVED.filter(({ path }) => path.includes("{token}")).map(({ method, path }) => {
      const key = `${method} ${path}`;
      // API Gateway refuses settings of a route that is not there yet.
      stage.addResourceDependency(routes.get(key)?.node.defaultChild as CfnRoute);
      return [key, settingsOf(method === "POST" ? throttling : pageThrottling)];
    });
    stage.routeSettings = Object.fromEntries(settings);
  }

  /** The fallback is called as `<api>/<stage>/$default`, which has a part less than a function's permission. */
  private permitFallback({ lambda }: GateFunction): void {
    lambda.addPermission("Fallback", {
      scope: this,
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      sourceArn: Stack.of(this).formatArn({
        service: "execute-api",
        resource: this.api.apiId,
        resourceName: "*/$default",
      }),
    });
  }
}

const settingsOf = ({ requestsPerSecond, burst }: Throttling) => ({
  ThrottlingRateLimit: requestsPerSecond,
  ThrottlingBurstLimit: burst,
});

const CHECKED_IN_THE_CHAIN =
  "The key and its scope are checked in the chain that every function shares, see docs/decisions/0004.";

/**
 * One JSON line a request. Neither the query string nor the path: both may carry an address. The template of the
 * route tells enough.
 */
const ACCESS_LOG_FORMAT = AccessLogFormat.custom(
  JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    time: "$context.requestTime",
    ip: "$context.identity.sourceIp",
    route: "$context.routeKey",
    status: "$context.status",
    responseBytes: "$context.responseLength",
    latencyMs: "$context.responseLatency",
    integrationLatencyMs: "$context.integrationLatency",
    integrationError: "$context.integrationErrorMessage",
  }),
);
