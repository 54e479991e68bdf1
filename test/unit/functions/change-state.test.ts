import { expect, it } from "vitest";
import { changeState } from "../../../functions/shared/change-state.ts";
import { newContact } from "../../../lib/core/contact.ts";
import { commitContact, findContact } from "../../../lib/store/contacts.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { depsOver } from "../../support/checking.ts";

it("a change that tells nothing is made anew when another that told nothing was faster", async () => {
  const store = createMemoryStore();
  await commitContact({ store }, newContact("li"), []);
  const done = await changeState(depsOver(store), "li", (contact) => ({
    answer: { seen: contact.version },
    write: { contact: { ...contact, status: "ghost" }, events: [] },
  }));
  expect(done).toEqual({ seen: 1 });

  let isFirst = true;
  const raced = {
    ...store,
    put: async (...asked: Parameters<typeof store.put>) => {
      const current = await findContact({ store }, "li");
      if (isFirst && current !== undefined) await commitContact({ store }, { ...current, put: true }, []);
      isFirst = false;
      return store.put(...asked);
    },
  };
  const again = await changeState(depsOver(raced), "li", (contact) => ({
    answer: { seen: contact.version },
    write: { contact: { ...contact, status: "junk" }, events: [] },
  }));
  expect(again).toEqual({ seen: 3 });
  expect(await findContact({ store }, "li")).toMatchObject({ status: "junk", put: true, version: 4 });
});
