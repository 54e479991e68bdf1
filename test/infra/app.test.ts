import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { FUNCTION_NAMES } from "../../lib/infra/functions.ts";
import { temporaryFolder } from "./synthesise.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Run {
  readonly code: number;
  readonly complaint: string;
  /** Where the assembly was put. */
  readonly folder: string;
}

/** Runs a program of Node's as on a machine that knows nothing of AWS. */
function run(
  program: string,
  context: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Promise<Run> {
  const folder = temporaryFolder();
  const env = {
    PATH: process.env.PATH,
    HOME: temporaryFolder(),
    CI: "true",
    CDK_OUTDIR: folder,
    CDK_CONTEXT_JSON: JSON.stringify(context),
  };
  const output = args.length > 0 ? ["--output", folder] : [];
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args, ...output], { cwd: ROOT, env }, (fault, _, complaint) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), complaint, folder }),
    );
  });
}

const cdk = join(dirname(fileURLToPath(import.meta.resolve("aws-cdk/package.json"))), "bin/cdk");

describe("the CDK app", () => {
  it("is synthesised by cdk without AWS", async () => {
    const { code, complaint, folder } = await run(cdk, {}, ["synth", "--quiet", "--context", "stage=prod"]);
    expect([code, complaint]).toEqual([0, expect.not.stringMatching(/warning|error/i)]);
    expect(existsSync(join(folder, "touchgate-prod.template.json"))).toBe(true);
    const assets = readdirSync(folder).filter((name) => name.startsWith("asset."));
    expect(assets).toHaveLength(FUNCTION_NAMES.length);
  });

  it("names the stages when it is asked for one that there is not", async () => {
    const { code, complaint } = await run("bin/touchgate.ts", { stage: "production" });
    expect(code).toBe(1);
    expect(complaint).toBe(
      'There is no stage "production": use -c stage=dev or -c stage=staging or -c stage=prod.\n',
    );
  });
});
