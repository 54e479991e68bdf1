import type { ItemKey } from "./store.ts";

/** What an erasure makes of an item of a person: taken away, left as a tombstone, or rid of what names the person. */
export type WhenErased = "removed" | "tombstone" | "cleared" | "holds no person";

interface ItemKind {
  readonly kind: string;
  readonly pk: RegExp;
  readonly sk: RegExp;
  readonly whenErased: WhenErased;
  /** Kinds of lines in the file that `touchgate export` writes; none for what the others can be made into again. */
  readonly exportedAs: readonly string[];
  /** Field of `GET /v1/contacts/{id}/export`; undefined for what holds no person, or nothing that others do not. */
  readonly shownAs?: string;
}

const OF_CONTACT = /^C#/;

/**
 * Every kind of item there is, by its key: the one list that erasure and export go by. A test makes a table with all
 * of them, erases and exports, and fails for a kind that is missing here or in either.
 */
export const ITEM_KINDS = [
  {
    kind: "state",
    pk: OF_CONTACT,
    sk: /^#$/,
    whenErased: "tombstone",
    exportedAs: [
      ...["contact", "stranger", "erased", "link", "preferences", "consent", "owner", "lock", "history"],
      "suppression",
    ],
    shownAs: "preferences",
  },
  {
    kind: "card",
    pk: OF_CONTACT,
    sk: /^CARD$/,
    whenErased: "removed",
    exportedAs: ["contact"],
    shownAs: "contact",
  },
  {
    kind: "touch",
    pk: OF_CONTACT,
    sk: /^T#/,
    whenErased: "removed",
    exportedAs: ["timeline"],
    shownAs: "timeline",
  },
  // That a contact was erased, by whom and when, is such an entry too, and stays.
  {
    kind: "audit",
    pk: OF_CONTACT,
    sk: /^A#/,
    whenErased: "removed",
    exportedAs: ["timeline"],
    shownAs: "timeline",
  },
  {
    kind: "ownerSince",
    pk: OF_CONTACT,
    sk: /^O#/,
    whenErased: "removed",
    exportedAs: ["ownerSince"],
    shownAs: "owners",
  },
  {
    kind: "merge",
    pk: OF_CONTACT,
    sk: /^MERGE$/,
    whenErased: "removed",
    exportedAs: ["merge"],
    shownAs: "merges",
  },
  // Which match keys a contact is kept under.
  {
    kind: "kept",
    pk: OF_CONTACT,
    sk: /^MATCH$/,
    whenErased: "removed",
    exportedAs: [],
    shownAs: "matchKeys",
  },
  // Which pairs a contact is in.
  { kind: "member", pk: OF_CONTACT, sk: /^D#/, whenErased: "removed", exportedAs: [] },
  { kind: "sharer", pk: OF_CONTACT, sk: /^L#/, whenErased: "removed", exportedAs: [] },
  // When the customer last said stop, and when go on: two instants.
  { kind: "lastWords", pk: OF_CONTACT, sk: /^W#/, whenErased: "removed", exportedAs: ["item"] },
  { kind: "erasure", pk: OF_CONTACT, sk: /^ERASED$/, whenErased: "tombstone", exportedAs: [] },
  {
    kind: "duplicate",
    pk: /^D#/,
    sk: /^#$/,
    whenErased: "removed",
    exportedAs: ["duplicate"],
    shownAs: "duplicates",
  },
  { kind: "queued", pk: /^Q#/, sk: /./, whenErased: "removed", exportedAs: [] },
  { kind: "matchKey", pk: /^M#/, sk: /^[^#]/, whenErased: "removed", exportedAs: [] },
  // That so many hold a value that it identifies nobody.
  { kind: "genericValue", pk: /^M#/, sk: /^#$/, whenErased: "holds no person", exportedAs: [] },
  {
    kind: "suppression",
    pk: /^S#/,
    sk: /./,
    whenErased: "removed",
    exportedAs: ["suppression"],
    shownAs: "suppressions",
  },
  // Which touch a sender's own id of a message leads to.
  { kind: "reference", pk: /^F#/, sk: /./, whenErased: "removed", exportedAs: ["item"] },
  // What a vendor told that a person should look at.
  { kind: "review", pk: /^REVIEW$/, sk: /./, whenErased: "removed", exportedAs: ["item"] },
  // A policy that was tried on history: it tells of single contacts, too.
  { kind: "simulation", pk: /^SIMULATION$/, sk: /./, whenErased: "cleared", exportedAs: [] },
  { kind: "auditReport", pk: /^AUDIT$/, sk: /./, whenErased: "cleared", exportedAs: ["audit"] },
  { kind: "auditRun", pk: /^AUDIT#RUN$/, sk: /^#$/, whenErased: "holds no person", exportedAs: [] },
  { kind: "count", pk: /^N#/, sk: /./, whenErased: "holds no person", exportedAs: ["count"] },
  { kind: "policy", pk: /^POLICY$/, sk: /^V#/, whenErased: "holds no person", exportedAs: ["policy"] },
  {
    kind: "activePolicy",
    pk: /^POLICY$/,
    sk: /^ACTIVE$/,
    whenErased: "holds no person",
    exportedAs: ["activePolicy"],
  },
  { kind: "pepper", pk: /^POLICY$/, sk: /^PEPPER$/, whenErased: "holds no person", exportedAs: ["pepper"] },
  {
    kind: "linkKeys",
    pk: /^POLICY$/,
    sk: /^LINKKEYS$/,
    whenErased: "holds no person",
    exportedAs: ["linkKeys"],
  },
  {
    kind: "listAges",
    pk: /^POLICY$/,
    sk: /^LISTS$/,
    whenErased: "holds no person",
    exportedAs: ["suppressionList"],
  },
  {
    kind: "heldHistory",
    pk: /^POLICY$/,
    sk: /^HELD$/,
    whenErased: "holds no person",
    exportedAs: ["heldHistory"],
  },
  // How far a rebuild of the states has come.
  { kind: "rebuild", pk: /^POLICY$/, sk: /^REBUILD$/, whenErased: "holds no person", exportedAs: [] },
  { kind: "change", pk: /^CHANGES$/, sk: /./, whenErased: "holds no person", exportedAs: ["change"] },
  // Which body a vendor's proof came with, in hashes.
  { kind: "hookProof", pk: /^PROOF#/, sk: /^#$/, whenErased: "holds no person", exportedAs: [] },
  { kind: "hook", pk: /^HOOK$/, sk: /./, whenErased: "holds no person", exportedAs: ["hook"] },
  { kind: "apiKey", pk: /^KEY$/, sk: /./, whenErased: "holds no person", exportedAs: ["apiKey"] },
] as const satisfies readonly ItemKind[];

export type ItemKindName = (typeof ITEM_KINDS)[number]["kind"];

/** Undefined for a key of no kind that this version knows. */
export const kindOfItem = ({ pk, sk }: ItemKey): ItemKindName | undefined =>
  ITEM_KINDS.find((one) => one.pk.test(pk) && one.sk.test(sk))?.kind;
