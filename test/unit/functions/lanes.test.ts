import { describe, expect, it } from "vitest";
import { Lanes } from "../../../functions/shared/lanes.ts";

/** Work that tells when it begins, and ends when the test says so. */
function work(log: string[], name: string) {
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const run = async () => {
    log.push(name);
    await ended;
    return name;
  };
  return { run, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("a lane", () => {
  it("lets one piece of work in at a time, in order of arrival", async () => {
    const log: string[] = [];
    const [first, second, third] = ["1", "2", "3"].map((name) => work(log, name)) as [
      ReturnType<typeof work>,
      ReturnType<typeof work>,
      ReturnType<typeof work>,
    ];
    const lanes = new Lanes();
    const done = [first, second, third].map(({ run }) => lanes.run("c_1", run));
    third.end();
    await settled();
    expect(log).toEqual(["1"]);
    first.end();
    await settled();
    expect(log).toEqual(["1", "2"]);
    second.end();
    expect(await Promise.all(done)).toEqual(["1", "2", "3"]);
  });

  it("goes on after a failure, which is told to its own caller only", async () => {
    const lanes = new Lanes();
    const failing = lanes.run("c_1", () => Promise.reject(new Error("no")));
    const following = lanes.run("c_1", async () => "yes");
    await expect(failing).rejects.toThrow("no");
    expect(await following).toBe("yes");
  });

  it("does not hold up another lane", async () => {
    const log: string[] = [];
    const slow = work(log, "slow");
    const lanes = new Lanes();
    const held = lanes.run("c_1", slow.run);
    expect(await lanes.run("c_2", async () => "at once")).toBe("at once");
    slow.end();
    await held;
  });
});
