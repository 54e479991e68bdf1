import { disposableEmailBlocklistSet } from "disposable-email-domains-js";

const DISPOSABLE = disposableEmailBlocklistSet();

/**
 * Whether mailboxes of this domain (canonical, ASCII), or of one that it stands below, are made to be thrown away.
 * Needs 170 KB of names, so import it lazily.
 */
export const isDisposable = (domain: string): boolean =>
  domain.split(".").some((_label, index, labels) => DISPOSABLE.has(labels.slice(index).join(".")));
