import type { Contact, Preferences } from "../../lib/core/contact.ts";
import type { Language } from "../../lib/core/messages.ts";
import { type PageDocument, worded } from "../../lib/core/page/page-document.ts";
import { zonesOf } from "../../lib/core/place/place.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { standingOf, type Touch } from "../../lib/core/touches.ts";
import type { Channel } from "../../lib/core/words.ts";
import { etagOf } from "../contacts/representation.ts";
import { preferencesBody } from "../preferences/command.ts";
import { TEXTS } from "./page-texts.ts";

/** What the preference page shows, in the visitor's language. */
export interface PageModel {
  /** ETag of the preferences that are shown: the form brings it back. */
  readonly seen: string;
  readonly preferences: Preferences;
  readonly channels: readonly Switch<Channel>[];
  readonly topics: readonly Switch<string>[];
  readonly isStopped: boolean;
  /** When a break ends that has not ended yet; undefined without one. */
  readonly pausedUntil: EpochMs | undefined;
  /** Newest first. */
  readonly lately: readonly Lately[];
  /** IANA zone of the instants that are shown. */
  readonly zone: string;
}

export interface Switch<Name> {
  readonly name: Name;
  readonly label: string;
  readonly isOn: boolean;
}

interface Lately {
  readonly at: EpochMs;
  readonly channel: string;
  readonly department: string;
  readonly about: string;
}

const DEFAULT_CHANNELS: Channel[] = ["email", "sms", "call"];
const MOST_LATELY = 10;

/** `page` is the policy's part of this name, and `zone` the policy's own. */
export function pageModel(
  contact: Contact,
  of: {
    readonly page: PageDocument;
    readonly zone: string;
    readonly language: Language;
    readonly now: EpochMs;
  },
): PageModel {
  const { page, language, now } = of;
  const { preferences, touches } = contact;
  const { pausedUntil } = preferences;
  const { channelNames, contactNames } = TEXTS[language];
  const zones = zonesOf(contact, undefined);
  return {
    seen: etagOf(preferencesBody(preferences)),
    preferences,
    channels: channelsOf(page, preferences).map((name) => ({
      name,
      label: channelNames[name],
      isOn: !preferences.channels?.[name]?.optOut,
    })),
    topics: topicsOf(page, preferences).map((name) => ({
      name,
      label: worded(page.topics?.[name], language) ?? name,
      isOn: preferences.topics?.[name]?.optOut !== true,
    })),
    isStopped: preferences.optOutAll === true,
    pausedUntil: typeof pausedUntil === "number" && pausedUntil > now ? pausedUntil : undefined,
    lately: touches
      .filter((touch) => wasMade(touch, now))
      .slice(-MOST_LATELY)
      .reverse()
      .map(({ at, channel, department, purpose, topic }) => ({
        at,
        channel: contactNames[channel],
        department: worded(page.departments?.[department], language) ?? department,
        about:
          (topic === undefined ? undefined : (worded(page.topics?.[topic], language) ?? topic)) ??
          worded(page.purposes?.[purpose], language) ??
          purpose,
      })),
    zone: zones.length === 1 ? (zones[0] as string) : of.zone,
  };
}

/** What is offered, and what the customer has spoken of before. */
const channelsOf = (
  { channels = DEFAULT_CHANNELS }: PageDocument,
  preferences: Preferences,
): readonly Channel[] => [
  ...new Set<Channel>([...channels, ...(Object.keys(preferences.channels ?? {}) as Channel[])]),
];
/** Names of the topics that the page shows. */
export const topicsOf = ({ topics = {} }: PageDocument, preferences: Preferences): readonly string[] => [
  ...new Set([...Object.keys(topics), ...Object.keys(preferences.topics ?? {})]),
];

/** Came about, and from us: what was planned, given up or came from the customer is no contact of ours. */
function wasMade(touch: Touch, now: EpochMs): boolean {
  const standing = standingOf(touch, now);
  return (
    touch.at <= now && touch.bearing !== "inbound" && (standing === "recorded" || standing === "confirmed")
  );
}
