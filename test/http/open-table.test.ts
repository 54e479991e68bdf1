import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeContact } from "../../functions/contacts/command.ts";
import { openTable } from "../../lib/cli/open-table.ts";
import { startGate } from "../../lib/local/gate.ts";
import { findRunning, tellRunning } from "../../lib/local/running-gate.ts";
import { itemsOf } from "../../lib/store/scanner.ts";

const PUT = {
  ...({ identities: [], attributes: { tier: "key" }, onDuplicate: "allow" } as const),
  ...{ mayCreate: true, ifMatch: undefined, by: null },
};

let data: string;
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "touchgate-table-"));
});
afterAll(() => rm(data, { recursive: true, force: true }));

describe("a command that works on the table itself", () => {
  it("works without a gate, and leaves the data to the next one", async () => {
    const table = await openTable({ data });
    expect(table.name).toBe(`the data in ${data}`);
    const pepper = (await table.deps.policy.get()).pepper;
    await changeContact({ deps: table.deps, pepper }, { contactId: "li", ...PUT });
    await table.close();

    const gate = await startGate({ port: 0, dataDirectory: data });
    const beside = await openTable({ data });
    expect(beside.name).toBe(`the gate at ${gate.url}`);
    const states: string[] = [];
    for await (const { pk } of itemsOf(beside.scanner, { segment: 0, segments: 1, only: ["#"] }))
      states.push(pk);
    expect(states).toContain("C#li");
    await beside.close();
    await gate.stop();
    expect(await findRunning(data)).toBeUndefined();
  });

  it("does not take the words of a gate that was killed", async () => {
    const gate = await startGate({ port: 0, dataDirectory: data });
    const told = await findRunning(data);
    await gate.stop();
    expect(told?.url).toBe(gate.url);
    const untell = tellRunning(data, {
      url: gate.url,
      endpoint: gate.emulator.endpoint,
      tableName: "touchgate",
    });
    expect(await findRunning(data)).toBeUndefined();
    untell();
  });
});
