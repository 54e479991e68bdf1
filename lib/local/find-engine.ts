import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CannotStart } from "./errors.ts";

/** One of the ways to a DynamoDB. */
export type Engine =
  | { readonly kind: "DYNAMODB_ENDPOINT"; readonly endpoint: string }
  | { readonly kind: "dynoxide"; readonly binary: string }
  | { readonly kind: "dynamodb-local"; readonly java: string; readonly folder: string };

/** Where DynamoDB Local is looked for: the folder of its jar, kept out of the source tree. */
export const DYNAMODB_LOCAL_FOLDER = fileURLToPath(
  new URL("../../node_modules/.cache/touchgate/dynamodb-local", import.meta.url),
);

/** What an engine is looked for by: environment variables, the platform's name, the folder of the jar. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly dynamoDbLocal: string;
}

const HERE: Surroundings = {
  environment: process.env,
  platform: `${process.platform}-${process.arch}`,
  dynamoDbLocal: DYNAMODB_LOCAL_FOLDER,
};

/**
 * The first engine there is: the one `DYNAMODB_ENDPOINT` names, dynoxide, DynamoDB Local under java.
 * @throws CannotStart when there is none, naming the ways.
 */
export function findEngine(here = HERE): Engine {
  const endpoint = here.environment.DYNAMODB_ENDPOINT;
  if (endpoint) return { kind: "DYNAMODB_ENDPOINT", endpoint };
  const engine = findDynoxide(here) ?? findDynamoDbLocal(here);
  if (engine !== undefined) return engine;
  throw new CannotStart(
    `No DynamoDB to run on: set DYNAMODB_ENDPOINT to a running one, install @dynoxide/${here.platform} or put dynoxide on the PATH, or have java and DynamoDB Local in ${here.dynamoDbLocal}.`,
  );
}

/** The bundled dynoxide, or one on the search path (where npm and npx put the project's own); or undefined. */
export function findDynoxide(here = HERE): Engine | undefined {
  const binary = bundledDynoxide(here.platform) ?? onPath("dynoxide", here.environment.PATH);
  return binary === undefined ? undefined : { kind: "dynoxide", binary };
}

/** DynamoDB Local, when java and its jar are there; or undefined. */
export function findDynamoDbLocal(here = HERE): Engine | undefined {
  const java = onPath("java", here.environment.PATH);
  const found = java !== undefined && existsSync(join(here.dynamoDbLocal, "DynamoDBLocal.jar"));
  return found ? { kind: "dynamodb-local", java, folder: here.dynamoDbLocal } : undefined;
}

/** The program `name` on the search path, or undefined. */
export function onPath(name: string, path: string | undefined): string | undefined {
  return (path ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function bundledDynoxide(platform: string): string | undefined {
  try {
    return createRequire(import.meta.url).resolve(`@dynoxide/${platform}/dynoxide`);
  } catch {
    return undefined;
  }
}
