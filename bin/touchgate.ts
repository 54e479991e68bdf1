#!/usr/bin/env node
import { join } from "node:path";
import { App, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { auditSettings, BadAuditSettings } from "../lib/infra/audit-settings.ts";
import { bundleFunctions } from "../lib/infra/bundle.ts";
import { FUNCTION_NAMES } from "../lib/infra/functions.ts";
import { BadPublicUrl, publicUrl } from "../lib/infra/public-url.ts";
import { stageConfig, UnknownStage } from "../lib/infra/stage-config.ts";
import { TouchgateStack } from "../lib/infra/touchgate-stack.ts";

try {
  const app = new App();
  const config = stageConfig(app.node.tryGetContext("stage"));
  const url = app.node.tryGetContext("verifyUrl");
  const bundles = await bundleFunctions(FUNCTION_NAMES, join(app.outdir, "functions"));
  new TouchgateStack(app, `touchgate-${config.stage}`, {
    config,
    bundles,
    alarmEmail: app.node.tryGetContext("alarmEmail"),
    audit: auditSettings(app.node.tryGetContext("audit"), app.node.tryGetContext("auditSchedule")),
    publicUrl: publicUrl(app.node.tryGetContext("publicUrl")),
    verifier: url && {
      url,
      secret: app.node.tryGetContext("verifySecret"),
      field: app.node.tryGetContext("verifyField"),
      types: app.node.tryGetContext("verifyTypes"),
    },
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
} catch (fault) {
  const isTold = [UnknownStage, BadAuditSettings, BadPublicUrl].some((known) => fault instanceof known);
  if (!(isTold && fault instanceof Error)) throw fault;
  console.error(fault.message);
  process.exitCode = 1;
}
