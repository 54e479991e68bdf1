import { describe, expect, it } from "vitest";
import { type Of, review } from "../../../functions/hooks/taking.ts";
import { createDeps } from "../../../functions/shared/deps.ts";
import { epochMs } from "../../../lib/core/time.ts";
import { readReviews } from "../../../lib/store/hooks.ts";
import { createMemoryStore } from "../../../lib/store/memory-store.ts";
import { crashingStore } from "../../support/crashing-store.ts";

const AT = epochMs(Date.parse("2026-11-23T09:00:30.000Z"));
const UNCLEAR: Of<"optOut"> = {
  ...{ kind: "optOut", id: "msg_1", at: AT, channel: "sms", scope: "channel", isSure: false },
  address: { type: "phone", value: "+8613800138000" },
};

describe("what waits for a person", () => {
  it.each([0, 1, 2])(
    "is kept before it is said to be, though the store's call %i loses a race",
    async (call) => {
      const memory = createMemoryStore();
      const store = crashingStore(memory, { call, kind: "conflict" });
      const deps = createDeps({ store, now: () => AT, log: () => {} });
      const taking = { deps, vendor: "standard", pepper: "" };
      const told = () => review(taking, UNCLEAR, { because: "unclear_opt_out", contactKey: "c_of-nobody" });
      expect(await told()).toBe("review");
      expect((await readReviews(memory, { limit: 10 })).reviews).toHaveLength(1);
      expect(await told()).toBe("review");
      expect((await readReviews(memory, { limit: 10 })).reviews).toHaveLength(1);
    },
  );
});
