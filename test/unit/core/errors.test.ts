import { describe, expect, it } from "vitest";
import { InvalidInput, TouchgateError } from "../../../lib/core/errors.ts";

describe("a fault", () => {
  it("says what a caller may know, and whether to try again", () => {
    const cause = new Error("connection lost");
    const fault = new TouchgateError({ code: "busy", publicMessage: "Try again.", retryable: true, cause });
    expect(fault).toMatchObject({ code: "busy", publicMessage: "Try again.", message: "Try again." });
    expect([fault.retryable, fault.cause, fault.name]).toEqual([true, cause, "TouchgateError"]);
  });

  it("is not tried again unless that is said", () => {
    expect(new TouchgateError({ code: "c", publicMessage: "m" }).retryable).toBe(false);
  });

  it("of the input counts its problems and lists them", () => {
    const issue = { path: "to", message: "is missing" };
    const one = new InvalidInput([issue]);
    expect(one).toMatchObject({ code: "invalid_request", issues: [issue], retryable: false });
    expect(one.publicMessage).toBe("The request has 1 problem; see issues.");
    expect(new InvalidInput([issue, issue]).message).toBe("The request has 2 problems; see issues.");
    expect(one.name).toBe("InvalidInput");
  });
});
