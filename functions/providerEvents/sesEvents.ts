/**
 * Events of SES (event publishing, or the older notifications), as what is told of a message. A bounce is hard where SES calls
 * it permanent; one for the message's size or content says nothing about the address. Of the feedback loops' reports only those
 * count in which somebody called the mail unwanted.
 */
import * as z from 'zod';
import { decisionOfTag } from '../../adapters/aws/decisionTag.ts';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import { parseIso } from '../../core/time.ts';
import { eventId } from './eventId.ts';
import { Unreadable } from './unreadable.ts';

const instant = z.string().transform((text, context) => {
  const at = parseIso(text);
  if (at !== null) return at;
  context.addIssue({ code: 'custom', message: 'is no ISO time' });
  return z.NEVER;
});

const told = z.looseObject({ timestamp: instant.optional() });
const recipients = z.array(z.looseObject({ emailAddress: z.string() })).default([]);

const schema = z.looseObject({
  eventType: z.string().optional(),
  notificationType: z.string().optional(),
  mail: z.looseObject({
    messageId: z.string().min(1),
    timestamp: instant,
    destination: z.array(z.string()).default([]),
    tags: z.record(z.string(), z.unknown()).default({}),
  }),
  send: told.optional(),
  delivery: told
    .extend({ recipients: z.array(z.string()).default([]), smtpResponse: z.string().optional() })
    .optional(),
  bounce: told
    .extend({
      bounceType: z.string(),
      bounceSubType: z.string().default(''),
      feedbackId: z.string().optional(),
      bouncedRecipients: z.array(
        z.looseObject({ emailAddress: z.string(), diagnosticCode: z.string().optional() }),
      ),
    })
    .optional(),
  complaint: told
    .extend({
      complaintFeedbackType: z.string().nullish(),
      complaintSubType: z.string().nullish(),
      feedbackId: z.string().optional(),
      userAgent: z.string().optional(),
      complainedRecipients: recipients,
    })
    .optional(),
  reject: z.looseObject({ reason: z.string().optional() }).optional(),
  failure: z.looseObject({ errorMessage: z.string().optional() }).optional(),
  open: told.extend({ userAgent: z.string().optional() }).optional(),
  click: told.extend({ userAgent: z.string().optional(), link: z.string().optional() }).optional(),
  deliveryDelay: told.extend({ delayType: z.string().optional(), delayedRecipients: recipients }).optional(),
});
type SesEvent = z.output<typeof schema>;

/** Bounces for what the message is. */
const BLAMES_MESSAGE = new Set(['MessageTooLarge', 'ContentRejected', 'AttachmentRejected']);
/** Reports that accuse nobody: a mail taken out of the spam folder, a check of authentication. */
const NO_COMPLAINTS = new Set(['not-spam', 'auth-failure']);
const LONGEST_DETAIL_CHARS = 300;

type Said = Pick<ProviderEvent, 'kind'> &
  Partial<Omit<ProviderEvent, 'kind' | 'id'>> & { readonly name?: string };

function detail(...parts: readonly (string | null | undefined)[]): { detail?: string } {
  const text = parts.filter((part) => part != null && part !== '').join(' ');
  return text === '' ? {} : { detail: text.slice(0, LONGEST_DETAIL_CHARS) };
}

function bounces({ bounce }: SesEvent): Said[] {
  if (bounce === undefined) return [];
  const { bounceType, bounceSubType, timestamp, feedbackId } = bounce;
  const hard = bounceType === 'Permanent';
  return bounce.bouncedRecipients.map(({ emailAddress, diagnosticCode }) => ({
    kind: 'bounced',
    bounce: hard ? 'hard' : 'soft',
    recipient: emailAddress,
    ...(timestamp === undefined ? {} : { at: timestamp }),
    ...(!hard && BLAMES_MESSAGE.has(bounceSubType) ? { blames: 'message' as const } : {}),
    ...detail(bounceType, bounceSubType, diagnosticCode),
    ...(feedbackId === undefined ? {} : { name: feedbackId }),
  }));
}

function complaints({ complaint, mail }: SesEvent): Said[] {
  if (complaint === undefined) return [];
  const { complaintFeedbackType: kind, complaintSubType: sub, timestamp, feedbackId, userAgent } = complaint;
  if (kind != null && NO_COMPLAINTS.has(kind)) return [];
  const named = complaint.complainedRecipients.map(({ emailAddress }) => emailAddress);
  return (named.length === 0 ? mail.destination : named).map((recipient) => ({
    kind: 'complained',
    recipient,
    ...(timestamp === undefined ? {} : { at: timestamp }),
    ...detail(kind ?? sub ?? 'abuse', userAgent),
    ...(feedbackId === undefined ? {} : { name: feedbackId }),
  }));
}

function looked(kind: 'opened' | 'clicked', event: SesEvent): Said[] {
  const seen = kind === 'opened' ? event.open : event.click;
  const link = kind === 'clicked' ? event.click?.link : undefined;
  return [
    {
      kind,
      ...(seen?.timestamp === undefined ? {} : { at: seen.timestamp }),
      ...(seen?.userAgent === undefined ? {} : { userAgent: seen.userAgent }),
      ...(link === undefined ? {} : { link }),
    },
  ];
}

function delivered({ delivery }: SesEvent): Said[] {
  const at = delivery?.timestamp === undefined ? {} : { at: delivery.timestamp };
  return [{ kind: 'delivered', ...at, ...detail(delivery?.smtpResponse) }];
}

/** What each type says; null for types that say nothing of a message. */
const TYPES: Readonly<Record<string, ((event: SesEvent) => Said[]) | null>> = {
  Send: () => [{ kind: 'sent' }],
  Delivery: delivered,
  Bounce: bounces,
  Complaint: complaints,
  Reject: ({ reject }) => [{ kind: 'rejected', ...detail('rejected', reject?.reason) }],
  'Rendering Failure': ({ failure }) => [{ kind: 'rejected', ...detail(failure?.errorMessage) }],
  Open: (event) => looked('opened', event),
  Click: (event) => looked('clicked', event),
  DeliveryDelay: ({ deliveryDelay }) => [{ kind: 'delayed', ...detail(deliveryDelay?.delayType) }],
  Subscription: null,
};

/** Whether it is for this reader. */
export function isSes(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'mail' in said;
}

function full({ mail }: SesEvent, { name, ...said }: Said): ProviderEvent {
  const only = mail.destination.length === 1 ? mail.destination[0] : undefined;
  const recipient = said.recipient ?? only;
  const at = said.at ?? mail.timestamp;
  return {
    ...said,
    id: eventId('ses', mail.messageId, said.kind, recipient, name ?? at, said.link, said.userAgent),
    channel: 'email',
    decisionId: decisionOfTag(mail.tags),
    providerMessageId: mail.messageId,
    at,
    ...(recipient === undefined ? {} : { recipient }),
  };
}

/** What one event tells, an entry a recipient. Throws `Unreadable`. */
export function sesEvents(said: unknown): ProviderEvent[] {
  const read = schema.safeParse(said);
  if (!read.success) {
    const issue = read.error.issues[0];
    const field = issue?.path.join('.') ?? '';
    throw new Unreadable(
      'not-an-event',
      field,
      `the event of SES cannot be read: ${field} ${issue?.message ?? ''}`.trim(),
      'nothing can be done about this one; tell the maintainers what SES sent',
    );
  }
  const event = read.data;
  const type = event.eventType ?? event.notificationType ?? '';
  if (!Object.hasOwn(TYPES, type)) {
    throw new Unreadable(
      'unknown-event',
      'eventType',
      `"${type}" is no event of SES that is known here`,
      'leave it out of the event destination, or tell the maintainers',
    );
  }
  return (TYPES[type]?.(event) ?? []).map((one) => full(event, one));
}
