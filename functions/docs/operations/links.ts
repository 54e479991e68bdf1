import type { OperationText, ParameterText } from "./operation.ts";
import { acceptLanguage } from "./parameters.ts";

const token: ParameterText = {
  name: "token",
  in: "path",
  about: "As it stands in the link.",
  schema: { type: "string" },
  example: "Qk3xYt8uZw1a.WyJ1IiwxODAwMDAwMDAwLCIiLCJjcm0tMSJd.3pPZ0rJcYw2mQv8sT1uXxA",
};
const pageParameters: readonly ParameterText[] = [
  {
    name: "lang",
    in: "query",
    about: "Language, whatever the browser asks for.",
    schema: { type: "string", enum: ["en", "zh"] },
  },
  { name: "saved", in: "query", about: "Says that it was saved.", schema: { type: "string" } },
];
const page = (about: string): OperationText["answers"][string] => ({ about, mediaType: "text/html" });

export const LINKS = {
  "POST /v1/links": {
    id: "makeLinks",
    summary: "Unsubscribe headers and a preference link",
    about:
      "For one recipient of one message. Put `listUnsubscribe` and `listUnsubscribePost` into the mail's headers `List-Unsubscribe` and `List-Unsubscribe-Post` and let DKIM sign both; put `preferencesUrl` into the text. The links hold no address. To unsubscribe is possible for 400 days, to open the preferences for 90.",
    body: {
      schema: "LinksDocument",
      example: { to: { email: "li@example.com" }, topic: "promotions" },
    },
    answers: {
      "200": {
        about: "The links.",
        schema: "Links",
        example: {
          listUnsubscribe: `<https://gate.example.com/u/${token.example}>`,
          listUnsubscribePost: "List-Unsubscribe=One-Click",
          preferencesUrl:
            "https://gate.example.com/p/Qk3xYt8uZw1a.WyJwIiwxNzkwMDAwMDAwLCIiLCJjcm0tMSJd.7hGq2LmNc0bXv5tRz9KsEw",
        },
      },
    },
    problems: ["invalid_request", "contact_not_found", "no_policy", "unreadable_policy"],
  },
  "GET /u/{token}": {
    id: "askToUnsubscribe",
    summary: "Ask before unsubscribing",
    about: "A page with a button. Opening it changes nothing: link scanners open every link. So does HEAD.",
    parameters: [token, acceptLanguage],
    answers: { "200": page("The page.") },
    problems: ["link_not_valid", "link_expired"],
  },
  "POST /u/{token}": {
    id: "unsubscribe",
    summary: "Unsubscribe with one click",
    about:
      "RFC 8058. Silences the link's topic, or without one the channel `email`; never everything. Any body counts, and the same again changes nothing. Once it has answered no touch that it forbids is recorded.",
    parameters: [token, acceptLanguage],
    answers: { "200": page("It is silenced.") },
    problems: ["link_not_valid", "link_expired", "contended"],
  },
  "GET /p/{token}": {
    id: "showPreferences",
    summary: "The customer's own page",
    about:
      "Channels, topics, how often, at what time of day, a break, or stop everything; and who contacted them lately. Needs no script. Opening it changes nothing. What it offers and how it looks is the policy's part `page`.",
    parameters: [token, ...pageParameters, acceptLanguage],
    answers: { "200": page("The page.") },
    problems: ["link_not_valid", "link_expired", "no_policy", "unreadable_policy"],
  },
  "POST /p/{token}": {
    id: "savePreferences",
    summary: "Save the customer's choices",
    about:
      "The form of the page. What it switches off is kept in any case: also when the preferences were changed elsewhere since the page was shown (409), when a field is wrong (422), and when it was sent too often (429).",
    parameters: [token, acceptLanguage],
    answers: {
      "303": { about: "Saved; the page is at `Location`." },
      "409": page("The page anew, for the rest to be looked at."),
      "422": page("The page with what is to be corrected."),
      "429": page("The page; the rest can be saved after `Retry-After`."),
    },
    problems: ["link_not_valid", "link_expired", "contended", "no_policy", "unreadable_policy"],
  },
} as const satisfies Readonly<Record<string, OperationText>>;
