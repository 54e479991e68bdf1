import * as z from "zod/mini";
import { component } from "./component.ts";

/** What vendors are answered. */
export const HOOKS = {
  HookTaken: component(z.strictObject({ taken: z.int(), review: z.int() }), {
    about: "How many events were done, and how many wait for a person.",
    fields: { taken: "Done, or nothing to do.", review: "Kept for a person: `touchgate hooks review`." },
  }),
};
