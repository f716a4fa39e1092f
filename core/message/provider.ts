/** What a provider is handed, one message at a time, and what it may answer. */
import type { CustomerId, DecisionId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';
import type { ConsentChannel } from './messageClass.ts';

interface OutboundEnvelope {
  readonly decisionId: DecisionId;
  readonly customerId: CustomerId;
  readonly journeyId: string;
  readonly journeyVersion: number;
  readonly nodeId: string;
  readonly class: Decision['class'];
  readonly topic: string;
  readonly locale: string;
  /** What the template may show, kept and rendered on view; of a webhook, the data it carries. */
  readonly mergeData: JsonObject;
  readonly at: Instant;
}

/** A message for a person: an email, or an SMS (whose template has a text alone). */
export interface TemplatedMessage extends OutboundEnvelope {
  readonly channel: ConsentChannel;
  /** An email address, or a phone number in E.164. */
  readonly to: string;
  readonly template: string;
  readonly templateVersion: number;
  /** What providers approved this text under, by provider; where one asks for it. */
  readonly approvedId?: Readonly<Record<string, string>>;
}

/** A call to one of the shop's own systems. The id of its first decision is its `webhook-id`, the same at every attempt. */
export interface WebhookMessage extends OutboundEnvelope {
  readonly channel: 'webhook';
  /** The address called. */
  readonly to: string;
}

/** One message handed to a provider. */
export type OutboundMessage = TemplatedMessage | WebhookMessage;

/** What one attempt at the provider came to. `refused` is definite: nothing left. `ambiguous` means it may have. */
export type ProviderReply =
  | { readonly kind: 'accepted'; readonly providerMessageId: string }
  | { readonly kind: 'refused'; readonly reason: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'ambiguous'; readonly reason: string };

/** Sends once; never retries by itself. */
export interface MessageProvider {
  send(message: OutboundMessage): Promise<ProviderReply>;
}
