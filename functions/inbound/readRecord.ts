/**
 * A record of the inbound queue, read: an SNS notification, wrapped or raw, of an SMS or of a mail that SES received. A mail
 * comes with its content, or with the place of an S3 object that holds it.
 */
import * as z from 'zod';
import type { InboundMessage } from '../../core/message/inbound.ts';
import { type Instant, parseIso } from '../../core/time.ts';
import { LARGEST_MAIL_BYTES, type MailEnvelope, readMail } from './readMail.ts';
import { readSms } from './readSms.ts';
import { UnreadableInbound } from './unreadable.ts';

/** Fetches a mail that SES put into S3. */
export type FetchMail = (place: { readonly bucket: string; readonly key: string }) => Promise<Uint8Array>;

export interface ReadingDeps {
  readonly now: () => Instant;
  /** Null where no mail is kept in S3. */
  readonly fetchMail: FetchMail | null;
}

const sns = z.object({
  Type: z.literal('Notification'),
  Message: z.string(),
  Timestamp: z.string().optional(),
});

const verdict = z.object({ status: z.string() }).optional();

const sesReceipt = z.object({
  notificationType: z.literal('Received'),
  mail: z.object({
    messageId: z.string().min(1).max(200),
    timestamp: z.string().max(40),
    source: z.string().max(1_000).default(''),
  }),
  receipt: z
    .object({
      spamVerdict: verdict,
      virusVerdict: verdict,
      action: z.object({
        type: z.string(),
        encoding: z.string().optional(),
        bucketName: z.string().optional(),
        objectKey: z.string().optional(),
      }),
    })
    .loose(),
  content: z.string().optional(),
});
type SesReceipt = z.infer<typeof sesReceipt>;

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableInbound('the record is not JSON');
  }
}

async function rawOf({ content, receipt }: SesReceipt, { fetchMail }: ReadingDeps): Promise<Uint8Array> {
  const { encoding, bucketName: bucket, objectKey: key } = receipt.action;
  if (content !== undefined) {
    if (content.length > 2 * LARGEST_MAIL_BYTES) throw new UnreadableInbound('the mail is too large');
    return Buffer.from(content, encoding?.toUpperCase() === 'BASE64' ? 'base64' : 'utf8');
  }
  if (bucket === undefined || key === undefined) throw new UnreadableInbound('the record holds no mail');
  if (fetchMail === null) throw new UnreadableInbound('the mail lies in S3, and nothing here reads S3');
  return fetchMail({ bucket, key });
}

function failed(found: z.infer<typeof verdict>): boolean {
  return found?.status.toUpperCase() === 'FAIL';
}

function verdictOf({ receipt }: SesReceipt): MailEnvelope['verdict'] {
  if (failed(receipt.virusVerdict)) return 'virus';
  return failed(receipt.spamVerdict) ? 'spam' : null;
}

/** Throws `UnreadableInbound` for a record of another kind. */
export async function readRecord(body: string, deps: ReadingDeps): Promise<InboundMessage> {
  const outer = jsonOf(body);
  const wrapped = sns.safeParse(outer);
  const now = deps.now();
  const json = wrapped.success ? jsonOf(wrapped.data.Message) : outer;
  const told = wrapped.success ? parseIso(wrapped.data.Timestamp ?? '') : null;
  const mail = sesReceipt.safeParse(json);
  if (!mail.success) return readSms(json, told ?? now);
  const { messageId, timestamp, source } = mail.data.mail;
  const at = parseIso(timestamp) ?? told ?? now;
  const envelope = { id: messageId, at, returnPath: source, verdict: verdictOf(mail.data) };
  return readMail(await rawOf(mail.data, deps), envelope);
}
