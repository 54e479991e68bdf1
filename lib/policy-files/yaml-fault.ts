/** What a fault of YAML means for its author, by the code that the parser gives; `written` begins where it stands. */
export function yamlMessage(code: string, message: string, written: string): string {
  if (code === "DUPLICATE_KEY") {
    const key = /^"([^"]*)"|^'([^']*)'|^([^:\s]+)/.exec(written)?.slice(1).find(Boolean) ?? "a name";
    return `${key} is written twice, and one would be lost: take one out`;
  }
  const [line = ""] = message.split("\n");
  return SENTENCES[code] ?? `this is not YAML: ${line}; quote the text, or line it up with its neighbours`;
}

export const TOO_DEEP = "this is nested deeper than any policy: name another file";

const SENTENCES: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "a tab indents this line: YAML indents with spaces",
  MULTIPLE_DOCS: "a second document begins here: keep one in a file",
  TAG_RESOLVE_FAILED: "tags are not read: take the ! and its word out, or quote the text",
  BLOCK_AS_IMPLICIT_KEY: "there is a second colon in this line: begin a new line, or quote the text",
  BAD_INDENT:
    "this is not indented like its neighbours, or a bracket before it is open: line it up, or close it",
  MISSING_CHAR: "a bracket, a brace, a quote or a colon is missing here: write it",
};
