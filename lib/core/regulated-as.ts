/** What a purpose is to the law. */
export const REGULATED_AS = ["solicitation", "collection", "research", "none"] as const;
export type RegulatedAs = (typeof REGULATED_AS)[number];
