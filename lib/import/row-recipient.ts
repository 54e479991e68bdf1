import type { Reading } from "./map-columns.ts";
import { type RowAddress, readAddresses } from "./row-addresses.ts";
import type { RowCells, RowIssue } from "./row-cells.ts";

/** Whom a record is about, as `to` of a check. */
export type To = Readonly<Record<string, unknown>>;

export interface Named {
  readonly to: To;
  /** Other addresses of the person, after that in `to`; none beside an id of the gate. */
  readonly also: readonly To[];
  readonly issues: readonly RowIssue[];
}

/**
 * Whom a record names: by an id if it has one, else by an address, best one that the channel reaches. A record that
 * names nobody, or holds an address that cannot be read, is refused: it may have meant somebody else.
 */
export function readTo(cells: RowCells, reading: Reading, type: string | undefined): Named {
  const contactId = cells.first("contactId")?.text;
  const { addresses, issues } = readAddresses(cells, reading);
  if (issues.length > 0 || contactId !== undefined) return { to: { contactId }, also: [], issues };
  const ofType = (wanted: string | undefined) => addresses.filter((address) => address.type === wanted);
  const external = addresses.filter((address) => address.type !== "email" && address.type !== "phone");
  const found = [external, ofType(type), ofType("email"), ofType("phone")].find((some) => some.length > 0);
  const [address, another] = found ?? [];
  const also = addresses.filter((one) => one !== address).map(toOf);
  if (address === undefined) {
    return {
      to: {},
      also: [],
      issues: [{ column: "", field: "", message: "names nobody: it has no id and no address" }],
    };
  }
  if (another === undefined) return { to: toOf(address), also, issues };
  const message = `names several of type ${address.type}: leave the one that is meant`;
  return { to: {}, also: [], issues: [{ column: "", field: address.type, message }] };
}

function toOf({ type, value }: RowAddress): To {
  return type === "email" || type === "phone"
    ? { [type]: value }
    : { externalId: { system: type, id: value } };
}
