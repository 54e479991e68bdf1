import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack, Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { afterAll } from "vitest";
import type { AuditSettings } from "../../lib/infra/audit-settings.ts";
import { ENTRY_FILE } from "../../lib/infra/bundle.ts";
import type { VerifierSettings } from "../../lib/infra/constructs/gate-function.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../lib/infra/functions.ts";
import { type Stage, stageConfig } from "../../lib/infra/stage-config.ts";
import { TouchgateStack } from "../../lib/infra/touchgate-stack.ts";

/** A resource of a template, as far as tests look into it. */
export interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: CloudFormation has hundreds of shapes; the assertions tell which.
  readonly Properties: Readonly<Record<string, any>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: "Retain" | "Delete";
  readonly UpdateReplacePolicy?: "Retain" | "Delete";
}

/** What a stack comes to. */
export interface Synthesised {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly terminationProtection: boolean;
  /** Where the templates and the assets lie. */
  readonly folder: string;
}

const root = mkdtempSync(join(tmpdir(), "touchgate-infra-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A new folder that is gone when the test file is done. */
export const temporaryFolder = (): string => mkdtempSync(join(root, "-"));

type Folders = Readonly<Record<FunctionName, { readonly folder: string }>>;

/** Bundles with nothing in them: what a template says does not depend on the code. */
export function emptyBundles(): Folders {
  const bundles = FUNCTION_NAMES.map((name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, ENTRY_FILE), `export const handler = "${name}";\n`);
    return [name, { folder }];
  });
  return Object.fromEntries(bundles) as Folders;
}

/**
 * The stack of a stage, `change`d before it is synthesised.
 * @throws Error with what cdk-nag found that nobody has acknowledged.
 */
export function synthesise(
  stage: Stage,
  options: {
    readonly alarmEmail?: string;
    readonly audit?: AuditSettings;
    readonly verifier?: VerifierSettings;
    readonly publicUrl?: string;
    readonly change?: (stack: Stack) => void;
    readonly bundles?: Folders;
  } = {},
): Synthesised {
  const folder = temporaryFolder();
  const app = new App({ outdir: folder, analyticsReporting: false });
  const name = `touchgate-${stage}`;
  const stack = new TouchgateStack(app, name, {
    config: stageConfig(stage),
    bundles: options.bundles ?? emptyBundles(),
    alarmEmail: options.alarmEmail,
    audit: options.audit,
    verifier: options.verifier,
    publicUrl: options.publicUrl,
  });
  options.change?.(stack);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const artifact = app.synth().getStackByName(name);
  const { Resources, Outputs } = artifact.template;
  return {
    resources: Resources,
    outputs: Outputs,
    terminationProtection: artifact.terminationProtection ?? false,
    folder,
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

/** The function of a folder, with its logical id. */
export const functionOf = (stack: Synthesised, name: string): [string, Resource] =>
  ofType(stack, "AWS::Lambda::Function").find(
    ([, { Properties }]) => Properties.Description === `Touchgate, functions/${name}`,
  ) as [string, Resource];

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** Every statement of the policies that are attached to a function's role. */
export function mayDo(stack: Synthesised, name: string): Statement[] {
  const [, { Properties }] = functionOf(stack, name);
  const roleId = Properties.Role["Fn::GetAtt"][0];
  return ofType(stack, "AWS::IAM::Policy")
    .filter(([, policy]) => policy.Properties.Roles.some((role: { Ref: string }) => role.Ref === roleId))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement);
}

/** The folder that is deployed as a function, named after the hash of what is in it. */
export const assetOf = (stack: Synthesised, name: string): string =>
  join(stack.folder, `asset.${functionOf(stack, name)[1].Properties.Code.S3Key.replace(/\.zip$/, "")}`);
