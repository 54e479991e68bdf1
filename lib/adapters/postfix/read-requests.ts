/** A question of Postfix, by the names of its protocol (SMTPD_POLICY_README): `sender`, `recipient`, `instance`. */
export type PolicyRequest = ReadonlyMap<string, string>;

/** Takes questions out of a stream of bytes, however it is cut. */
export interface RequestReader {
  /** Those that are complete with this piece. @throws RequestTooLarge; the connection is of no use any more. */
  read(chunk: Uint8Array): readonly PolicyRequest[];
}

/** What comes in is no question of Postfix, whose own are a few hundred bytes. */
export class RequestTooLarge extends Error {
  override readonly name = "RequestTooLarge";
}

const MOST_BYTES = 64 * 1_024;
const NEWLINE = 10;

/** A question is lines of `name=value`, ended by an empty one. */
export function createRequestReader(): RequestReader {
  /** Of the line that is not complete yet, and how long the question is so far. */
  let [rest, bytes]: [Uint8Array[], number] = [[], 0];
  let attributes = new Map<string, string>();
  return {
    read(chunk) {
      const requests: PolicyRequest[] = [];
      let from = 0;
      for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
        rest.push(chunk.subarray(from, end));
        bytes += end + 1 - from;
        if (bytes > MOST_BYTES) throw new RequestTooLarge();
        const line = Buffer.concat(rest).toString("utf8").replace(/\r$/, "");
        [rest, from] = [[], end + 1];
        if (line !== "") {
          const equals = line.indexOf("=");
          if (equals > 0) attributes.set(line.slice(0, equals), line.slice(equals + 1));
        } else {
          if (attributes.size > 0) requests.push(attributes);
          [attributes, bytes] = [new Map(), 0];
        }
      }
      // A copy: what the caller gave may be used again.
      rest.push(Uint8Array.from(chunk.subarray(from)));
      bytes += chunk.length - from;
      if (bytes > MOST_BYTES) throw new RequestTooLarge();
      return requests;
    },
  };
}
