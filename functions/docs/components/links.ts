import * as z from "zod/mini";
import { PageDocument, PageLink, TextByLanguage } from "../../../lib/core/page/page-document.ts";
import { LinksDocument } from "../../links/request.ts";
import { component } from "./component.ts";

const text = "As one text, or by language: `en`, `zh`.";

/** Links for a message, as they are asked for and answered, and the page that they lead to. */
export const LINKS = {
  Page: component(PageDocument, {
    about: "How the pages look that customers see, and what can be chosen there. All may be left out.",
    fields: {
      name: `Who speaks. ${text}`,
      color: "Of buttons, like `#0b57d0`; their text is black or white, whichever is read more easily.",
      logo: "An `https://` address, or an image as `data:`.",
      contact: `Who is responsible and how to reach them, shown below. ${text}`,
      links: "Privacy notice, imprint: each with `label` and `url`.",
      channels: "Which can be chosen; left out, email, sms and call.",
      topics: `Which can be chosen, by their names in requests, and how they are called. ${text}`,
      departments: `How departments are called. ${text}`,
      purposes: `How purposes are called where no topic was given. ${text}`,
    },
  }),
  PageLink: component(PageLink, {
    about: "A link at the foot of the pages.",
    fields: { label: `What it is called. ${text}`, url: "Begins with `https://`." },
  }),
  TextByLanguage: component(TextByLanguage, {
    about: "A text in English, in Simplified Chinese or in both; one alone stands for both.",
    fields: { en: "In English.", zh: "In Simplified Chinese." },
  }),
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
