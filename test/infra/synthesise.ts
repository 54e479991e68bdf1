import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { ENTRY_FILE } from "../../lib/infra/bundle.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/infra/functions.ts";
import { type Stage, stageConfig } from "../../lib/infra/stage-config.ts";
import { TouchgateStack } from "../../lib/infra/touchgate-stack.ts";

/** A resource of a template, as far as tests look into it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has hundreds of shapes; the assertions tell which.
  readonly Properties: Readonly<Record<string, any>>;
  readonly DeletionPolicy?: "Retain" | "Delete";
  readonly UpdateReplacePolicy?: "Retain" | "Delete";
}

/** What a stack comes to. */
export interface Synthesised {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly terminationProtection: boolean;
}

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "touchgate-infra-"));

/** Bundles with nothing in them: what a template says does not depend on the code. */
function emptyBundles(): Readonly<Record<FunctionName, { readonly folder: string }>> {
  const bundles = FUNCTION_NAMES.map((name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ENTRY_FILE), `export const handler = "${name}";\n`);
    return [name, { folder }];
  });
  return Object.fromEntries(bundles);
}

/**
 * The stack of a stage, `change`d before it is synthesised.
 * @throws Error with what cdk-nag found that nobody has acknowledged.
 */
export function synthesise(
  stage: Stage,
  options: { readonly alarmEmail?: string; readonly change?: (stack: Stack) => void } = {},
): Synthesised {
  const app = new App({ outdir: temporaryFolder(), analyticsReporting: false });
  const name = `touchgate-${stage}`;
  const stack = new TouchgateStack(app, name, {
    config: stageConfig(stage),
    bundles: emptyBundles(),
    alarmEmail: options.alarmEmail,
  });
  options.change?.(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const artifact = app.synth().getStackByName(name);
  const { Resources, Outputs } = artifact.template;
  return {
    resources: Resources,
    outputs: Outputs,
    terminationProtection: artifact.terminationProtection ?? false,
  };
}

/** The resources of a type, with their logical ids. */
export const ofType = ({ resources }: Synthesised, type: string): [string, Resource][] =>
  Object.entries(resources).filter(([, { Type }]) => Type === type);

/** The only resource of a type. @throws Error when there are more, or none. */
export function theOnly(stack: Synthesised, type: string): Resource {
  const [found, ...others] = ofType(stack, type);
  if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} of ${type}`);
  return found[1];
}
