/** How often the contacts are audited, and what becomes of it. */
export interface AuditSettings {
  /** `off`: never; `report`: it only tells; `apply`: it also sets the status of ghosts and junk. */
  readonly mode: AuditMode;
  /** As EventBridge writes it, in UTC: `cron(0 3 1 * ? *)` or `rate(30 days)`. */
  readonly schedule: string;
}

export const AUDIT_MODES = ["off", "report", "apply"] as const;
export type AuditMode = (typeof AUDIT_MODES)[number];

/** At three in the night of each first of a month, UTC. */
const MONTHLY = "cron(0 3 1 * ? *)";

/** The context names no way to audit, or no schedule. */
export class BadAuditSettings extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BadAuditSettings";
  }
}

/** As `-c audit=…` and `-c auditSchedule=…` say; left out, a report each month. @throws BadAuditSettings */
export function auditSettings(mode: unknown = "report", schedule: unknown = MONTHLY): AuditSettings {
  const known = AUDIT_MODES.find((one) => one === mode);
  if (known === undefined) {
    throw new BadAuditSettings(
      `An audit is not ${JSON.stringify(mode)}: use -c audit=${AUDIT_MODES.join(" or -c audit=")}.`,
    );
  }
  if (typeof schedule !== "string" || !/^(cron|rate)\([^()]+\)$/.test(schedule)) {
    throw new BadAuditSettings(
      `${JSON.stringify(schedule)} is no schedule: write -c auditSchedule="${MONTHLY}" or "rate(30 days)".`,
    );
  }
  return { mode: known, schedule };
}
