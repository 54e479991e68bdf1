/** What Postfix is to do with a recipient or a message. */
export type Action =
  | { readonly do: "dunno" }
  /** Refused for good, or for now; `status` is an enhanced status code of RFC 3463, like `5.7.1`. */
  | { readonly do: "reject" | "defer"; readonly status: string; readonly text: string };

/** Nothing against it: other restrictions decide. */
export const DUNNO: Action = { do: "dunno" };

const WORDS = { reject: "REJECT", defer: "DEFER_IF_PERMIT" } as const;

/** A line of SMTP has 512 bytes at most, with its code and what Postfix puts before the text. */
const MOST_CHARS = 300;

/** The answer as it goes over the wire. The sender's mail server shows the text to people, so it is one line of ASCII. */
export function actionText(action: Action): string {
  if (action.do === "dunno") return "action=DUNNO\n\n";
  const text = action.text
    .replace(/\s+/g, " ")
    .replace(/[^\x20-\x7e]/g, "?")
    .trim();
  const short = text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 3)}...` : text;
  return `action=${WORDS[action.do]} ${action.status} ${short}\n\n`;
}
