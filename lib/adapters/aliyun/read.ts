import * as z from "zod/mini";
import { type EpochMs, epochMs, parseInstant } from "../../core/time.ts";
import type { HookAddress, HookReading } from "../hook.ts";
import { detailIn, readAs, textIn, told } from "../read-json.ts";
import { readReply } from "../read-reply.ts";
import { messageOfSaid } from "../said.ts";

const CHINA = "CN";
const BEIJING = "+08:00";

/** `2017-01-01 00:00:00`, in Beijing's time; a few senders see `20170101000000`. */
const LocalTime = z.pipe(
  z.string().check(
    z.maxLength(32),
    z.refine((text) => localInstant(text) !== undefined, {
      error: "must be a time like 2017-01-01 00:00:00",
    }),
  ),
  z.transform((text) => localInstant(text) as EpochMs),
);

function localInstant(text: string): EpochMs | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})-?(\d\d)-?(\d\d) ?(\d\d):?(\d\d):?(\d\d)$/.exec(text) ?? [];
  return parseInstant(`${year}-${month}-${day}T${hour}:${minute}:${second}${BEIJING}`);
}

/** Of the international service, like `Thu, 25 Nov 2021 10:27:33 +0800`. */
const MailTime = z.pipe(
  z.string().check(
    z.regex(/^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} [\d:]{8} [+-]\d{4}$/),
    z.refine((text) => !Number.isNaN(Date.parse(text)), { error: "must be a time" }),
  ),
  z.transform((text) => epochMs(Date.parse(text))),
);

const Phone = z.string().check(z.minLength(3), z.maxLength(32));
const Id = z.string().check(z.minLength(1), z.maxLength(128));

const Report = z.looseObject({
  phone_number: Phone,
  report_time: LocalTime,
  success: z.boolean(),
  err_code: z.optional(z.nullable(z.string())),
  err_msg: z.optional(z.nullable(z.string())),
  biz_id: Id,
  out_id: z.optional(z.nullable(z.string())),
});
const AbroadReport = z.looseObject({
  To: Phone,
  ReceiveDate: MailTime,
  Status: z.union([z.string(), z.int()]),
  ErrorCode: z.optional(z.nullable(z.string())),
  ErrorDescription: z.optional(z.nullable(z.string())),
  MessageId: Id,
  TaskId: z.optional(z.nullable(z.string())),
});

/** What became of a message: SmsReport, of the domestic service or of the international one. */
export function readReport(value: unknown): HookReading {
  const isAbroad = typeof value === "object" && value !== null && "MessageId" in value;
  return isAbroad
    ? readAs(AbroadReport, value, (report) =>
        outcome({
          id: `${report.MessageId}:${report.To}`,
          at: report.ReceiveDate,
          address: { type: "phone", value: report.To.startsWith("+") ? report.To : `+${report.To}` },
          isDelivered: String(report.Status) === "1",
          own: report.TaskId,
          vendors: report.MessageId,
          detail: [report.ErrorCode, report.ErrorDescription],
        }),
      )
    : readAs(Report, value, (report) =>
        outcome({
          id: `${report.biz_id}:${report.phone_number}`,
          at: report.report_time,
          address: { type: "phone", value: report.phone_number, region: CHINA },
          isDelivered: report.success,
          own: report.out_id,
          vendors: report.biz_id,
          detail: [report.err_code, report.err_msg],
        }),
      );
}

interface Reported {
  readonly id: string;
  readonly at: EpochMs;
  readonly address: HookAddress;
  readonly isDelivered: boolean;
  /** The one text that a sender can pass on (`OutId`, `TaskId`): a touch id, or a reference. */
  readonly own: string | null | undefined;
  readonly vendors: string;
  readonly detail: readonly (string | null | undefined)[];
}

function outcome({ id, at, address, isDelivered, own, vendors, detail }: Reported): HookReading {
  const text = textIn(own);
  return told({
    kind: "outcome",
    ...{ id, at, address, channel: "sms" },
    outcome: isDelivered ? "delivered" : "failed",
    touchId: text,
    reference: text ?? vendors,
    detail: isDelivered ? undefined : detailIn(detail.filter(Boolean).join(": ")),
  });
}

const Up = z.looseObject({
  phone_number: Phone,
  send_time: LocalTime,
  content: z.string().check(z.maxLength(2_000)),
  sequence_id: z.union([z.int(), Id]),
});

/** What a customer wrote: SmsUp. */
export const readUp = (value: unknown): HookReading =>
  readAs(Up, value, ({ phone_number, send_time, content, sequence_id }) => {
    const about = {
      id: `${sequence_id}:${phone_number}`,
      at: send_time,
      channel: "sms",
      address: { type: "phone", value: phone_number, region: CHINA },
    } as const;
    // Aliyun itself keeps who wrote its word off the signature, and answers nothing.
    return told(messageOfSaid(readReply(content, CHINA), about, detailIn(content)));
  });
