/** What a file may hold. */
export const IMPORT_KINDS = ["contacts", "preferences", "consents", "suppressions", "touches"] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** An id that another system gave a person: the name of the system stands behind the colon, as in `id:zoho`. */
export const SYSTEM_FIELD = /^id:([a-z][a-z0-9_-]{1,31})$/;

/** Wishes whose names hold a word of the caller's. */
const NAMED_WISH = /^(topics|departments)\.[^.]{1,128}\.optOut$/;
const CHANNEL_WISH =
  /^channels\.(email|sms|call|push|whatsapp|wechat|social|visit|meeting|mail|other)\.(optOut|maxPerWeek)$/;

/** Whom a row is about. `id` goes with `system`; `country` also tells whose national phone numbers these are. */
const WHO = ["contactId", "id", "system", "email", "phone", "country"] as const;

/** Fields of a row by kind; those of the API's bodies have their names there. */
const FIELDS: Readonly<Record<ImportKind, readonly string[]>> = {
  contacts: [
    ...WHO,
    "name",
    "firstName",
    "middleName",
    "lastName",
    "company",
    "birthDate",
    "region",
    "city",
    "street",
    "postalCode",
    "timezone",
    "language",
    "stage",
    "tier",
    "tags",
    "recipientType",
    "owner.agent",
    "owner.department",
  ],
  preferences: [...WHO, "optOutAll", "pausedUntil", "maxPerWeek"],
  consents: [...WHO, "channel", "purpose", "level", "at", "expiresAt", "source", "evidence"],
  suppressions: ["email", "phone", "country", "type", "value", "list", "reason", "expiresAt"],
  touches: [
    ...WHO,
    "channel",
    "department",
    "purpose",
    "campaign",
    "topic",
    "product",
    "subject",
    "agent",
    "reference",
    "at",
    "outcome",
    "direction",
  ],
};

/** Whether a row of this kind has such a field. */
export const isField = (kind: ImportKind, field: string): boolean =>
  FIELDS[kind].includes(field) ||
  (kind !== "suppressions" && SYSTEM_FIELD.test(field)) ||
  (kind === "preferences" && (NAMED_WISH.test(field) || CHANNEL_WISH.test(field)));

/** The fields of a kind as they are told to people. */
export const fieldsText = (kind: ImportKind): string =>
  [
    ...FIELDS[kind],
    ...(kind === "suppressions" ? [] : ["id:SYSTEM"]),
    ...(kind === "preferences"
      ? [
          "channels.CHANNEL.optOut",
          "channels.CHANNEL.maxPerWeek",
          "topics.TOPIC.optOut",
          "departments.DEPARTMENT.optOut",
        ]
      : []),
  ].join(", ");

/** Fields whose cells hold dates. */
export const DATE_FIELDS: readonly string[] = ["birthDate", "at", "expiresAt", "pausedUntil"];

/** Fields that a row cannot do without, each as a list of those of which one suffices. */
export const NEEDED: Readonly<Record<ImportKind, readonly (readonly string[])[]>> = {
  contacts: [["email", "phone", "id", "contactId"]],
  preferences: [["email", "phone", "id", "contactId"]],
  consents: [["email", "phone", "id", "contactId"], ["channel"], ["purpose"], ["level"], ["at"]],
  suppressions: [["email", "phone", "value"], ["list"]],
  touches: [["email", "phone", "id", "contactId"], ["channel"], ["department"], ["purpose"], ["at"]],
};
