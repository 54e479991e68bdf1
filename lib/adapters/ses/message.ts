import * as z from "zod/mini";
import { Instant } from "../../core/request.ts";

/** What Amazon SNS posts, around what SES says. */

const Line = z.string().check(z.minLength(1), z.maxLength(2_048));
const signed = {
  Message: z.string(),
  MessageId: z.string().check(z.minLength(1), z.maxLength(128)),
  Timestamp: z.string().check(z.maxLength(64)),
  TopicArn: Line,
  Signature: z.string().check(z.minLength(1), z.maxLength(2_048)),
  SignatureVersion: z.enum(["1", "2"]),
  SigningCertURL: Line,
};

export const Envelope = z.discriminatedUnion("Type", [
  z.looseObject({ Type: z.literal("Notification"), ...signed, Subject: z.optional(z.nullable(z.string())) }),
  z.looseObject({ Type: z.literal("SubscriptionConfirmation"), ...signed, SubscribeURL: Line, Token: Line }),
  z.looseObject({ Type: z.literal("UnsubscribeConfirmation"), ...signed, SubscribeURL: Line, Token: Line }),
]);
export type Envelope = z.infer<typeof Envelope>;

/** The text that SNS signs: the fields by name, each name and each value on a line. */
export function signedText(envelope: Envelope): string {
  const { Message, MessageId, Timestamp, TopicArn, Type } = envelope;
  const rest =
    Type === "Notification"
      ? { Subject: envelope.Subject ?? undefined }
      : { SubscribeURL: envelope.SubscribeURL, Token: envelope.Token };
  const fields: Readonly<Record<string, string | undefined>> = {
    ...{ Message, MessageId, Timestamp, TopicArn, Type },
    ...rest,
  };
  return Object.keys(fields)
    .sort()
    .flatMap((name) => (fields[name] === undefined ? [] : `${name}\n${fields[name]}\n`))
    .join("");
}

const TOPIC =
  /^arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\d):\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/;

/** A topic's name, e.g. `arn:aws:sns:eu-west-1:123456789012:ses-events`. */
export const TopicArn = z
  .string()
  .check(
    z.regex(TOPIC, { error: "must be a topic's ARN, like arn:aws:sns:eu-west-1:123456789012:ses-events" }),
  );

/** Where SNS of a topic's region lives; undefined for what is no topic. */
export function hostOf(topicArn: string): string | undefined {
  const [, partition, region] = TOPIC.exec(topicArn) ?? [];
  if (region === undefined) return undefined;
  return `sns.${region}.amazonaws.com${partition === "aws-cn" ? ".cn" : ""}`;
}

export const instantIn = (text: string): number | undefined => {
  const parsed = Instant.safeParse(text);
  return parsed.success ? parsed.data : undefined;
};
