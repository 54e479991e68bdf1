import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { expect } from "vitest";
import type { OpenApi, OperationObject } from "../../functions/docs/openapi.ts";
import type { Reply, Sent, TestGate } from "./gate.ts";

/** The OpenAPI document as something to hold answers against. */
export interface Contract {
  /** What is wrong with a value under a schema of the document; empty when nothing. */
  faultsOf(schemaRef: string, value: unknown): string[];
  /** Where an answer leaves the document: its status, its type, a header, a field. */
  faultsOfAnswer(line: string, reply: Reply<unknown>): string[];
}

/** The reference to a named schema. */
export const schemaRef = (name: string): string => `#/components/schemas/${name}`;

export function contractOf(document: OpenApi): Contract {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
  // The answers' own pattern is stricter than the format, and requests are read by the gate.
  for (const format of ["date-time", "duration"]) ajv.addFormat(format, true);
  // What is not JSON Schema is only walked through.
  for (const field of ["openapi", "info", "servers", "tags", "paths", "components"]) ajv.addKeyword(field);
  ajv.addSchema({ $id: "contract:", ...document });
  const compiled = new Map<string, ValidateFunction>();
  const faultsOf = (ref: string, value: unknown): string[] => {
    const validate = compiled.get(ref) ?? ajv.compile({ $ref: `contract:${ref}` });
    compiled.set(ref, validate);
    return validate(value)
      ? []
      : (validate.errors ?? []).map(
          ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
        );
  };
  return {
    faultsOf,
    faultsOfAnswer(line, { status, headers, body }) {
      const [path, operation] = operationOf(document, line);
      const response = operation.responses[status];
      if (response === undefined) return [`${status} is not described`];
      const absent = Object.keys(response.headers).filter((name) => !headers.has(name));
      const type = headers.get("content-type")?.split(";")[0];
      const described = Object.keys(response.content ?? {});
      const faults = absent.map((name) => `the header ${name} is missing`);
      if (type === undefined) return described.length === 0 ? faults : [...faults, "there is no body"];
      if (!described.includes(type)) return [...faults, `${type} is not described`];
      const [method = ""] = line.split(" ");
      const steps = [
        "paths",
        path,
        method.toLowerCase(),
        "responses",
        String(status),
        "content",
        type,
        "schema",
      ];
      return [...faults, ...faultsOf(`#/${steps.map(pointerPart).join("/")}`, body)];
    },
  };
}

const pointerPart = (step: string): string =>
  encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"));

/** The operation that a request line calls. */
function operationOf(document: OpenApi, line: string): readonly [path: string, OperationObject] {
  const [method = "", target = ""] = line.split(" ");
  const given = target.split("?")[0]?.split("/") ?? [];
  const fits = (path: string): boolean => {
    const wanted = path.split("/");
    return (
      wanted.length === given.length && wanted.every((part, i) => part.startsWith("{") || part === given[i])
    );
  };
  // Literal parts come before parameters.
  const [path = ""] = Object.keys(document.paths)
    .filter((one) => fits(one) && document.paths[one]?.[method.toLowerCase()] !== undefined)
    .sort((a, b) => a.split("{").length - b.split("{").length);
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${line} is not described`);
  return [path, operation];
}

/** Sends as the gate does, and expects every answer to be as the document says; what only a local gate has is in none. */
export const describedSender =
  (gate: TestGate, contract: Contract) =>
  async (line: string, sent?: Sent): Promise<Reply<Readonly<Record<string, unknown>>>> => {
    const reply = await gate.send<Readonly<Record<string, unknown>>>(line, sent);
    if (line.includes(" /_local/")) return reply;
    const answered = `${line} ${reply.status} ${JSON.stringify(reply.body)}`;
    expect(contract.faultsOfAnswer(line, reply), answered).toEqual([]);
    return reply;
  };
