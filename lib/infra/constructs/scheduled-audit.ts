import { type EventBus, Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction } from "aws-cdk-lib/aws-events-targets";
import { Construct } from "constructs";
import type { AuditSettings } from "../audit-settings.ts";
import type { GateFunction } from "./gate-function.ts";

export interface ScheduledAuditProps {
  readonly target: GateFunction;
  readonly alerts: EventBus;
  readonly settings: AuditSettings;
}

/** Audits the table by a schedule, and goes on with an audit that one invocation had no time for. */
export class ScheduledAudit extends Construct {
  readonly target: GateFunction;

  constructor(scope: Construct, id: string, { target, alerts, settings }: ScheduledAuditProps) {
    super(scope, id);
    this.target = target;
    new Rule(this, "Schedule", {
      description: "Audits the contacts",
      schedule: Schedule.expression(settings.schedule),
      enabled: settings.mode !== "off",
      targets: [new LambdaFunction(target.lambda)],
    });
    new Rule(this, "Paused", {
      description: "Goes on with an audit that was paused",
      eventBus: alerts,
      eventPattern: { source: ["touchgate"], detailType: ["AuditPaused"] },
      targets: [new LambdaFunction(target.lambda)],
    });
  }
}
