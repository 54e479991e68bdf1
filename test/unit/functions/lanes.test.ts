import { describe, expect, it } from "vitest";
import { Lanes } from "../../../functions/shared/lanes.ts";
import { StoreUnavailable } from "../../../lib/store/errors.ts";

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

  it("lets go whom its signal ends while waiting, begins nothing for them, and goes on behind those before", async () => {
    const log: string[] = [];
    const [first, abandoned, last] = ["first", "abandoned", "last"].map((name) => work(log, name)) as [
      ReturnType<typeof work>,
      ReturnType<typeof work>,
      ReturnType<typeof work>,
    ];
    const lanes = new Lanes();
    const deadline = new AbortController();
    const leading = lanes.run("c_1", first.run);
    const waiting = lanes.run("c_1", abandoned.run, deadline.signal);
    const outcome = waiting.catch((fault: unknown) => fault);
    deadline.abort();
    const fault = await outcome;
    expect(fault).toBeInstanceOf(StoreUnavailable);
    expect(fault).toMatchObject({ mayHaveWritten: false });

    const following = lanes.run("c_1", last.run, new AbortController().signal);
    last.end();
    await settled();
    expect(log).toEqual(["first"]);
    first.end();
    expect(await Promise.all([leading, following])).toEqual(["first", "last"]);
    expect(log).toEqual(["first", "last"]);
  });

  it("leaves work that has begun to its own end, whatever its signal says", async () => {
    const slow = work([], "done");
    const deadline = new AbortController();
    const running = new Lanes().run("c_1", slow.run, deadline.signal);
    deadline.abort();
    slow.end();
    expect(await running).toBe("done");
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
