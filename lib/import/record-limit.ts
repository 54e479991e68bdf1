/** A record takes at most so many characters; what is longer is passed over and not held in memory. */
export const LONGEST_RECORD_CHARS = 1_000_000;

export const TOO_LONG = `is longer than ${LONGEST_RECORD_CHARS} characters: shorten it`;
