import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import {
  DYNAMODB_LOCAL_FOLDER,
  type Engine,
  findDynamoDbLocal,
  onPath,
} from "../../lib/local/find-engine.ts";

const run = promisify(execFile);

/** The one npm package that carries AWS's DynamoDB Local (1.25.1); only its tarball is used. */
const PACKAGE = "amplify-dynamodb-simulator@2.9.30";
const SHA512 = "xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==";

/**
 * AWS's own DynamoDB Local, fetched into the cache folder when it is not there yet; or the reason why it
 * cannot be had, for a suite to skip with. Test workers may call it at the same time.
 */
export async function ensureDynamoDbLocal(): Promise<Engine | { readonly missing: string }> {
  if (onPath("java", process.env.PATH) === undefined) return { missing: "java is not on the PATH" };
  try {
    if (!existsSync(DYNAMODB_LOCAL_FOLDER)) await fetchDynamoDbLocal();
  } catch (fault) {
    return { missing: `DynamoDB Local could not be fetched: ${(fault as Error).message.split("\n")[0]}` };
  }
  return findDynamoDbLocal() ?? { missing: `there is no DynamoDB Local in ${DYNAMODB_LOCAL_FOLDER}` };
}

/** Unpacks beside the final place and renames: whoever sees the folder sees all of it. */
async function fetchDynamoDbLocal(): Promise<void> {
  const cache = dirname(DYNAMODB_LOCAL_FOLDER);
  await mkdir(cache, { recursive: true });
  const workplace = await mkdtemp(join(cache, "fetch-"));
  try {
    await run("npm", ["pack", PACKAGE, "--silent", "--pack-destination", workplace]);
    const tarball = join(workplace, `${PACKAGE.replace("@", "-")}.tgz`);
    const digest = createHash("sha512").update(await readFile(tarball));
    if (digest.digest("base64") !== SHA512) throw new Error(`${PACKAGE} is not the package it was`);
    const unpacked = join(workplace, "emulator");
    await mkdir(unpacked);
    await run("tar", ["-xzf", tarball, "-C", unpacked, "--strip-components=2", "package/emulator"]);
    await rename(unpacked, DYNAMODB_LOCAL_FOLDER).catch((fault: NodeJS.ErrnoException) => {
      if (fault.code !== "ENOTEMPTY" && fault.code !== "EEXIST") throw fault; // Another worker was first.
    });
  } finally {
    await rm(workplace, { recursive: true, force: true });
  }
}
