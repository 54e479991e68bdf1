import { expect, it } from "vitest";
import { FALLBACK, SERVED } from "../../functions/routes.ts";
import { functionOf, ofType, synthesise } from "./synthesise.ts";

const prod = synthesise("prod");

/** What API Gateway may call, by the function's logical id; the ARN after the API's own id. */
const ofTheApi = ofType(prod, "AWS::Lambda::Permission").filter(
  ([, { Properties }]) => Properties.Principal === "apigateway.amazonaws.com",
);
const permissions = ofTheApi.map(([, { Properties }]) => ({
  functionId: Properties.FunctionName["Fn::GetAtt"][0] as string,
  below: String(Properties.SourceArn["Fn::Join"][1].at(-1)),
}));

/** An ARN's pattern as IAM reads it: `*` stands for anything, slashes too. */
const matches = (pattern: string, below: string): boolean => {
  const literal = (text: string) => text.replace(/[.$+?^{}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`).test(below);
};

// A call's ARN ends in <stage>/<METHOD>/<path>; that of the route $default ends in <stage>/$default.
const calls = [
  ...SERVED.map(({ method, path, function: name }) => ({ name, below: `/$default/${method}${path}` })),
  { name: FALLBACK.function, below: "/$default/$default" },
];

it.each(calls)("API Gateway may call functions/$name as $below", ({ name, below }) => {
  const [functionId] = functionOf(prod, name);
  const own = permissions.filter((permission) => permission.functionId === functionId);
  expect(own.filter((permission) => matches(permission.below, below))).not.toEqual([]);
});
