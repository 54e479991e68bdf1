import { type Candidate, touchesNear } from "../candidate.ts";
import { compileSelector } from "../matcher.ts";
import { durationOf, type ExclusiveDocument } from "../rule-document.ts";
import { after, formatInstant } from "../time.ts";
import type { Touch } from "../touches.ts";
import { PASSES, type Test } from "./rule.ts";

/** Campaigns of each group, by the group's name. */
export type CampaignGroups = Readonly<Record<string, readonly string[]>>;

/** Denies when a counted touch of another campaign of the same group has |x − t| < `window`. */
export function compileExclusive(document: ExclusiveDocument, campaignGroups: CampaignGroups): Test {
  const window = durationOf(document.window);
  const selects = compileSelector(document.counts, document.per);
  const groups = document.groups.map((name) => ({ name, campaigns: new Set(campaignGroups[name]) }));

  const groupOf = (campaign: string | undefined, other: string | undefined) =>
    campaign === undefined || other === undefined || campaign === other
      ? undefined
      : groups.find(({ campaigns }) => campaigns.has(campaign) && campaigns.has(other));

  /** The latest of the touches that stand in the way: when it lets go, all have. */
  const active = (candidate: Candidate): Touch | undefined =>
    touchesNear(candidate, window).findLast(
      (touch) =>
        groupOf(candidate.request.campaign, touch.campaign) !== undefined && selects(touch, candidate),
    );

  return {
    readsTouches: true,
    failsUntil(candidate) {
      const touch = active(candidate);
      return touch === undefined ? PASSES : after(touch.at, window);
    },
    explain(candidate) {
      const touch = active(candidate) as Touch;
      return {
        code: "other_campaign_active",
        details: {
          campaign: touch.campaign,
          group: groupOf(candidate.request.campaign, touch.campaign)?.name,
          touchedAt: formatInstant(touch.at),
          window: document.window,
          until: formatInstant(after(touch.at, window)),
        },
      };
    },
  };
}
