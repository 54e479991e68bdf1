import type * as z from "zod/mini";
import type { Issue } from "../core/errors.ts";
import type { EpochMs } from "../core/time.ts";
import type { Channel, Outcome } from "../core/words.ts";

/**
 * The port of vendors' callbacks: each vendor's folder beside this file verifies that a request is the vendor's and
 * says in our words what it tells. Adapters reach no network and no store.
 */

/** A request as the vendor sent it. */
export interface HookRequest {
  /** Whole, as the vendor called it, with its query. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly body: Uint8Array;
}

/** Why a request is not taken for the vendor's. */
export const UNVERIFIED = [
  "no_signature",
  "bad_signature",
  "stale",
  "wrong_content_type",
  "unexpected_topic",
  "bad_certificate",
  "replayed",
] as const;
export type Unverified = (typeof UNVERIFIED)[number];
export type Verified = "verified" | Unverified;

/** What verification goes by besides the request. */
export interface Verifying<Secrets> {
  readonly secrets: Secrets;
  /** Last part of the path: `/v1/hooks/{vendor}/{event}`. */
  readonly event: string;
  readonly now: EpochMs;
  /**
   * The bytes at an address that the adapter has found good, for vendors that sign with a certificate; undefined when
   * it is answered that there is nothing (4xx), as for an address that a forger made up. May keep what it fetched.
   * @throws Error when no answer comes: the vendor is to try again.
   */
  readonly fetchBytes: (url: string) => Promise<Uint8Array | undefined>;
}

/** An address as the vendor writes it. */
export interface HookAddress {
  /** `hubspot`: the id of a contact there, for contacts that list it among their identities. */
  readonly type: "email" | "phone" | "hubspot";
  readonly value: string;
  /** Country of a national number, ISO 3166-1. */
  readonly region?: string;
}

interface Told {
  /** The vendor's own id of the event: told again under it, it is the same event. */
  readonly id: string;
  /** When it happened, by the vendor's clock where it says so, else when it was received. */
  readonly at: EpochMs;
}

/** What a vendor tells, in our words. */
export type HookMessage =
  | (Told & {
      readonly kind: "outcome";
      readonly outcome: Outcome;
      readonly channel: Channel;
      /** As the sender passed it on with the message. */
      readonly touchId?: string | undefined;
      /** The sender's own id of the message, as given to the check. */
      readonly reference?: string | undefined;
      readonly address?: HookAddress | undefined;
      /** In the vendor's words, for people. */
      readonly detail?: string | undefined;
      /** The address does not work and will not: the vendor says so for good. */
      readonly isPermanent?: boolean | undefined;
    })
  | (Told & {
      readonly kind: "optOut";
      readonly channel: Channel;
      /** `all`: every channel. */
      readonly scope: "channel" | "all";
      readonly address: HookAddress;
      /** What the customer wrote; undefined when the vendor says so without their words. */
      readonly words?: string | undefined;
      /** False when a person should read the words once more; it counts until then. */
      readonly isSure: boolean;
      /** Only this topic. */
      readonly topic?: string | undefined;
      /** The vendor has answered the customer itself. */
      readonly isAnswered?: boolean | undefined;
    })
  | (Told & { readonly kind: "optIn"; readonly channel: Channel; readonly address: HookAddress })
  | (Told & { readonly kind: "help"; readonly channel: Channel; readonly address: HookAddress })
  /** The customer wrote something else. */
  | (Told & { readonly kind: "reply"; readonly channel: Channel; readonly address: HookAddress })
  /** The vendor asks whether it may send here. */
  | { readonly kind: "subscription"; readonly topic: string; readonly confirmUrl: string }
  /** Nothing that concerns us. */
  | { readonly kind: "ignored"; readonly because: string };

/** What stands in for the body where a vendor signs something else. */
export interface HookProof {
  readonly proof: string;
  readonly until: EpochMs;
}

/** What a request tells; parts that cannot be read are told with their paths, and the others count all the same. */
export interface HookReading {
  readonly messages: readonly HookMessage[];
  readonly issues: readonly Issue[];
}

/** One vendor. */
export interface HookAdapter<Secrets = unknown> {
  /** As it stands in the path, e.g. `twilio`. */
  readonly vendor: string;
  /** Last parts of the paths that it serves. */
  readonly events: readonly string[];
  /** What verification needs to know; several secrets at once, so that they can be changed without a gap. */
  readonly Secrets: z.ZodMiniType<Secrets>;
  verify(request: HookRequest, verifying: Verifying<Secrets>): Promise<Verified>;
  /** Only of a request that was verified. `receivedAt` stands in where the vendor does not say when it happened. */
  read(request: HookRequest, event: string, receivedAt: EpochMs): HookReading;
  /**
   * Of a vendor whose proofs are not over the body: what they were made for, and until when they are good. A request
   * that brings one of them again with another body is refused.
   */
  proofsOf?(request: HookRequest): readonly HookProof[];
  /** What the vendor takes for "stored", always with status 200; undefined where any body does. */
  readonly answer?: { readonly contentType: string; readonly body: string };
}
