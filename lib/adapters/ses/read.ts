import * as z from "zod/mini";
import type { EpochMs } from "../../core/time.ts";
import type { Outcome } from "../../core/words.ts";
import { complaintOf, type EmailEvent, outcomeOf, stopOf } from "../email-events.ts";
import type { HookMessage, HookReading } from "../hook.ts";
import { detailIn, ignored, jsonIn, readAs, textIn, told, under } from "../read-json.ts";
import { type Bounce, type Complaint, Event, Mail, type Subscription } from "./events.ts";
import { Envelope, hostOf } from "./message.ts";

/** What one notification is about; `id` is SNS's, the same on each attempt. */
interface About {
  readonly id: string;
  readonly at: EpochMs;
  readonly mail: Mail;
}

/** The envelope was read once already, to verify it. */
export const readEnvelope = (value: unknown): HookReading =>
  readAs(Envelope, value, (envelope) => {
    switch (envelope.Type) {
      case "SubscriptionConfirmation":
        return readConfirmation(envelope);
      case "UnsubscribeConfirmation":
        return ignored("the topic was told to send here no longer");
      case "Notification":
        return readNotification(envelope);
    }
  });

/** What is visited to confirm is of the topic's own region, and confirms that topic. */
function readConfirmation({
  TopicArn,
  SubscribeURL,
}: Envelope & { Type: "SubscriptionConfirmation" }): HookReading {
  const url = URL.parse(SubscribeURL);
  const isSound =
    url !== null &&
    SubscribeURL.startsWith(`https://${hostOf(TopicArn)}/?`) &&
    url.searchParams.get("Action") === "ConfirmSubscription" &&
    url.searchParams.get("TopicArn") === TopicArn;
  return isSound
    ? told({ kind: "subscription", topic: TopicArn, confirmUrl: SubscribeURL })
    : {
        messages: [],
        issues: [{ path: "SubscribeURL", message: "must confirm this topic, on SNS of its region" }],
      };
}

function readNotification({ Message, MessageId }: Envelope & { Type: "Notification" }): HookReading {
  const inner = jsonIn(Buffer.from(Message))?.value;
  if (typeof inner !== "object" || inner === null) return ignored("it is a note of SES to people");
  const type = "eventType" in inner ? inner.eventType : "notificationType" in inner && inner.notificationType;
  if (type === "AmazonSnsSubscriptionSucceeded") return ignored("it is a note of SES to people");
  const both = readAs(z.looseObject({ mail: Mail }), inner, ({ mail }) =>
    readAs(Event, { ...inner, type }, (event) =>
      readEvent(event, { id: MessageId, at: mail.timestamp, mail }),
    ),
  );
  return { ...both, issues: both.issues.map(under("Message")) };
}

function readEvent(event: Event, about: About): HookReading {
  switch (event.type) {
    case "Bounce":
      return readBounce(event.bounce, about);
    case "Complaint":
      return readComplaint(event.complaint, about);
    case "Delivery":
      return told(
        ...outcomes({ ...about, at: event.delivery.timestamp }, event.delivery.recipients, "delivered"),
      );
    case "Open":
      return told(...outcomes({ ...about, at: event.open.timestamp }, about.mail.destination, "opened"));
    case "Click":
      return told(...outcomes({ ...about, at: event.click.timestamp }, about.mail.destination, "clicked"));
    case "Reject":
    case "Rendering Failure":
      return told(...outcomes(about, about.mail.destination, "failed"));
    case "Subscription":
      return readSubscription(event.subscription, about);
    default:
      return ignored(`${event.type} is not the end of a message`);
  }
}

const outcomes = (about: About, emails: readonly string[], outcome: Outcome): readonly HookMessage[] =>
  emails.map((email, index) => outcomeOf(eventOf(about, email, index), outcome));

function eventOf({ id, at, mail }: About, email: string, index: number): EmailEvent {
  return {
    id: `${id}:${index}`,
    at,
    email: bare(email),
    touchId: tagOf(mail, "touchId"),
    reference: tagOf(mail, "reference") ?? textIn(mail.messageId),
  };
}

/** SES repeats addresses as they were written, e.g. `Jane <jane@example.com>`. */
const bare = (email: string): string => /<([^<>]+)>\s*$/.exec(email)?.[1] ?? email;

/**
 * Tags of SES hold no dot, and touch ids do: they travel in a header, e.g. `X-Touchgate-Touch-Id`, where SES is told
 * to include headers. A tag of the name will do where it can.
 */
function tagOf({ tags, headers }: Mail, name: "touchId" | "reference"): string | undefined {
  const header = HEADERS[name];
  const found = headers?.find((one) => one.name.toLowerCase() === header)?.value ?? tags?.[name]?.[0];
  return textIn(found);
}

const HEADERS = { touchId: "x-touchgate-touch-id", reference: "x-touchgate-reference" };

function readBounce(
  { bounceType, bounceSubType, bouncedRecipients, timestamp }: Bounce,
  about: About,
): HookReading {
  const isPermanent = bounceType === "Permanent";
  return told(
    ...bouncedRecipients.map(({ emailAddress, diagnosticCode }, index) => {
      const detail = detailIn([bounceType, bounceSubType, diagnosticCode].filter(Boolean).join(" · "));
      return outcomeOf(
        { ...eventOf({ ...about, at: timestamp }, emailAddress, index), detail },
        "bounced",
        isPermanent,
      );
    }),
  );
}

/** Some providers do not say who complained: then all recipients stand in the list, and a person should look. */
function readComplaint(complaint: Complaint, about: About): HookReading {
  const { complainedRecipients, complaintFeedbackType, complaintSubType, timestamp } = complaint;
  if (complaintFeedbackType === "not-spam") return ignored("the recipient says that it is no spam");
  const isSure = complainedRecipients.length === 1;
  const events = complainedRecipients.map(({ emailAddress }, index) =>
    eventOf({ ...about, at: timestamp }, emailAddress, index),
  );
  // Not sent at all: the complaint is an old one, on the account's list.
  if (complaintSubType === "OnAccountSuppressionList") {
    return told(...events.flatMap((event) => [outcomeOf(event, "failed"), stopOf(event, { isSure })]));
  }
  return told(...events.flatMap((event) => complaintOf(event, { isSure })));
}

function readSubscription({ timestamp, newTopicPreferences }: Subscription, about: About): HookReading {
  const { unsubscribeAll, topicSubscriptionStatus = [] } = newTopicPreferences;
  const topics = topicSubscriptionStatus
    .filter(({ subscriptionStatus }) => /^opt_?out$/i.test(subscriptionStatus))
    .flatMap(({ topicName }) => textIn(topicName) ?? []);
  const wishes = unsubscribeAll === true ? [undefined] : topics;
  if (wishes.length === 0) return ignored("the recipient left no topic");
  return told(
    ...about.mail.destination.flatMap((email, index) =>
      wishes.map((topic) => stopOf(eventOf({ ...about, at: timestamp }, email, index), { topic })),
    ),
  );
}
