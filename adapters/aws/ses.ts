/**
 * Email through Amazon SES: one MIME message, one attempt. SES takes no idempotency token, so a reply that is lost leaves
 * the message unknown until an event of the configuration set, which carries the decision's id as a tag, says what became of it.
 *
 * | SES answers | reply |
 * |---|---|
 * | a message id | accepted |
 * | throttled: rate; daily quota | refused; again after 1 s; after 15 minutes |
 * | identity not verified, account or configuration set paused or missing, no permission | refused; again after 15 minutes |
 * | `MessageRejected`, `InvalidParameterValue` and other 4xx | refused, for good |
 * | no name, connection, certificate or credentials | refused; again after a minute |
 * | 5xx, a lost or unreadable reply, a timeout | ambiguous |
 */
import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import type { MessageProvider, ProviderReply, TemplatedMessage } from '../../core/ports.ts';
import {
  type AwsCallOptions,
  onceClientConfig,
  type PauseOf,
  QUOTA_PAUSE_MS,
  replyOf,
  SETUP_PAUSE_MS,
} from './awsCall.ts';
import { decisionTag, SES_TAGS } from './decisionTag.ts';

/** A message as it travels: RFC 5322, with the addresses of its envelope. */
export interface ComposedMail {
  readonly from: string;
  readonly to: string;
  readonly raw: Uint8Array;
}

/** `unfit` is for good: an address no mail can carry, a template that is gone or meets a limit. */
export type Composition<Content> =
  | { readonly kind: 'composed'; readonly content: Content }
  | { readonly kind: 'unfit'; readonly reason: string };

/** Makes what a message says, just before it is sent. */
export type Compose<Content> = (message: TemplatedMessage) => Promise<Composition<Content>>;

const COMPOSE_PAUSE_MS = 60_000;

/** Composes and sends. Nothing has left before composing is done: what fails there is refused, for good where it is unfit. */
export async function composeAndSend<Content>(
  compose: Compose<Content>,
  message: TemplatedMessage,
  send: (content: Content) => Promise<ProviderReply>,
): Promise<ProviderReply> {
  let composition: Composition<Content>;
  try {
    composition = await compose(message);
  } catch (failure) {
    const why = failure instanceof Error ? failure.message : String(failure);
    return { kind: 'refused', reason: `it could not be composed: ${why}`, retryAfterMs: COMPOSE_PAUSE_MS };
  }
  if (composition.kind === 'unfit')
    return { kind: 'refused', reason: composition.reason, retryAfterMs: null };
  return send(composition.content);
}

export interface SesOptions extends AwsCallOptions {
  readonly compose: Compose<ComposedMail>;
  /** Publishes the events of the message; null leaves unknowns unknown. */
  readonly configurationSet: string | null;
}

const SETUP_CODES = new Set([
  'MailFromDomainNotVerified',
  'FromEmailAddressNotVerified',
  'AccountSendingPaused',
  'ConfigurationSetSendingPaused',
  'ConfigurationSetDoesNotExist',
  'ProductionAccessNotGranted',
]);

/** SES says both "above the rate" and "above the daily quota" by one code; the words tell which. */
const pauseOf: PauseOf = ({ code, message }) => {
  if (/daily/i.test(message) && /quota|limit/i.test(message)) return QUOTA_PAUSE_MS;
  if (SETUP_CODES.has(code)) return SETUP_PAUSE_MS;
  return code === 'MessageRejected' && /not verified|paused/i.test(message) ? SETUP_PAUSE_MS : null;
};

/** Kept for the sender's own figures; SES takes no other characters in a value. */
function plainTag(text: string): string {
  return text.replace(/[^\w-]/g, '-').slice(0, SES_TAGS.longestChars) || 'none';
}

function tagsOf(message: TemplatedMessage): { Name: string; Value: string }[] {
  const tags = {
    ...decisionTag(message.decisionId, SES_TAGS),
    'perennial-class': message.class,
    'perennial-journey': plainTag(message.journeyId),
  };
  return Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
}

function sendOnce(
  client: SESClient,
  { configurationSet }: SesOptions,
  message: TemplatedMessage,
  { from, to, raw }: ComposedMail,
): Promise<ProviderReply> {
  const request = new SendRawEmailCommand({
    Source: from,
    Destinations: [to],
    RawMessage: { Data: raw },
    Tags: tagsOf(message),
    ...(configurationSet === null ? {} : { ConfigurationSetName: configurationSet }),
  });
  return replyOf(() => client.send(request), pauseOf);
}

export interface SesProvider extends MessageProvider {
  readonly close: () => void;
}

/** Sends email, and nothing else. */
export function sesProvider(options: SesOptions): SesProvider {
  const client = new SESClient(onceClientConfig(options));
  return {
    send: async (message) => {
      if (message.channel !== 'email')
        return { kind: 'refused', reason: `SES carries no ${message.channel}`, retryAfterMs: null };
      return composeAndSend(options.compose, message, (mail) => sendOnce(client, options, message, mail));
    },
    close: () => client.destroy(),
  };
}

/** What the account may send. */
export interface SendQuota {
  readonly maxPerSecond: number;
  /** Null: without limit. */
  readonly max24Hours: number | null;
  readonly sentLast24Hours: number;
}

/** Asks SES once, without retries; throws what the SDK throws. */
export async function readSendQuota(options: AwsCallOptions = {}): Promise<SendQuota> {
  const client = new SESClient(onceClientConfig(options));
  try {
    const {
      MaxSendRate = 0,
      Max24HourSend = 0,
      SentLast24Hours = 0,
    } = await client.send(new GetSendQuotaCommand({}));
    return {
      maxPerSecond: MaxSendRate,
      max24Hours: Max24HourSend < 0 ? null : Max24HourSend,
      sentLast24Hours: SentLast24Hours,
    };
  } finally {
    client.destroy();
  }
}
