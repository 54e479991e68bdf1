import { LONGEST_RECORD_CHARS, TOO_LONG } from "./record-limit.ts";

/** A line that is not blank, or why it was passed over; the first line is 1. */
export type Line =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly fault: string };

/** Reads lines out of text that comes in pieces of any size; they end with LF or CRLF. */
export function createLineReader(): { read(text: string): Line[]; end(): Line[] } {
  let line = 1;
  let text = "";
  let isTooLong = false;
  let lines: Line[] = [];

  function keep(piece: string): void {
    isTooLong ||= text.length + piece.length > LONGEST_RECORD_CHARS;
    text = isTooLong ? "" : text + piece;
  }

  function endLine(): void {
    if (isTooLong) lines.push({ line, fault: TOO_LONG });
    else if (text.trim() !== "") lines.push({ line, text });
    line += 1;
    text = "";
    isTooLong = false;
  }

  return {
    read(piece) {
      lines = [];
      let from = 0;
      for (let at = piece.indexOf("\n"); at >= 0; at = piece.indexOf("\n", from)) {
        keep(piece.slice(from, at));
        endLine();
        from = at + 1;
      }
      keep(piece.slice(from));
      return lines;
    },
    end() {
      lines = [];
      endLine();
      return lines;
    },
  };
}
