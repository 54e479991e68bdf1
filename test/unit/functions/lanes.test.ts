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

  it("gives up where nobody is served, begins nothing for them, and goes on behind those before", async () => {
    const log: string[] = [];
    const [first, last] = [work(log, "first"), work(log, "last")];
    const lanes = new Lanes();
    const leading = lanes.run("c_1", first.run);
    const fault = await lanes.run("c_1", work(log, "abandoned").run, 20).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(StoreUnavailable);
    expect(fault).toMatchObject({ mayHaveWritten: false });

    const following = lanes.run("c_1", last.run, 60_000);
    last.end();
    await settled();
    expect(log).toEqual(["first"]);
    first.end();
    expect(await Promise.all([leading, following])).toEqual(["first", "last"]);
    expect(log).toEqual(["first", "last"]);
  });

  it("has patience while others are served, however long that takes, and says how long", async () => {
    const lanes = new Lanes();
    const takes = (milliseconds: number) => () =>
      new Promise<void>((resolve) => {
        setTimeout(resolve, milliseconds);
      });
    const others = Array.from({ length: 6 }, () => lanes.run("c_1", takes(60)));
    const servedMs = await lanes.run("c_1", async (served) => served, 200);
    expect(servedMs).toBeGreaterThan(300);
    await Promise.all(others);
  });

  it("counts no failure as somebody served", async () => {
    const lanes = new Lanes();
    const fails = () =>
      new Promise<void>((_, reject) => {
        setTimeout(() => reject(new Error("no")), 30);
      });
    const others = Array.from({ length: 20 }, () => lanes.run("c_1", fails).catch(() => {}));
    await expect(lanes.run("c_1", async () => "late", 100)).rejects.toBeInstanceOf(StoreUnavailable);
    await Promise.all(others);
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
