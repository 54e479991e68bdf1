import * as z from "zod/mini";
import { LinksDocument } from "../../links/request.ts";
import { component } from "./component.ts";

/** Links for a message, as they are asked for and answered. */
export const LINKS = {
  LinksDocument: component(LinksDocument, {
    about: "Who gets the message, and what it is about.",
    fields: {
      to: "Who gets the message.",
      topic: "What the one-click link silences. Left out, it silences the channel `email`.",
    },
  }),
  Links: component(
    z.strictObject({
      listUnsubscribe: z.string(),
      listUnsubscribePost: z.literal("List-Unsubscribe=One-Click"),
      preferencesUrl: z.string(),
    }),
    {
      about: "What goes into a message.",
      fields: {
        listUnsubscribe: "Value of the header `List-Unsubscribe`.",
        listUnsubscribePost: "Value of the header `List-Unsubscribe-Post`.",
        preferencesUrl: "For the text of the message: the customer's own page.",
      },
    },
  ),
};
