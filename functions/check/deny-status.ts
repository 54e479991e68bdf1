/** Statuses that a sender may ask for instead of 200 when it must not send; none that platforms retry. */
export const DENY_STATUSES: readonly string[] = ["403", "410", "422", "451"];
