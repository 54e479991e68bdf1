import type { OperationText, ParameterText } from "./operation.ts";
import { acceptLanguage } from "./parameters.ts";

const token: ParameterText = {
  name: "token",
  in: "path",
  about: "As it stands in the link.",
  schema: { type: "string" },
  example: "Qk3xYt8uZw1a.WyJ1IiwxODAwMDAwMDAwLCIiLCJjcm0tMSJd.3pPZ0rJcYw2mQv8sT1uXxA",
};
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
} as const satisfies Readonly<Record<string, OperationText>>;
