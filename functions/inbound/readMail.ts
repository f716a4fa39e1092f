/**
 * A mail as it came, read: who wrote, what it answers, what it says. MIME is parsed by a library under limits of depth and
 * size; attachments are not looked at.
 */
import { createHash } from 'node:crypto';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { type Automatic, answeredIds, automaticOf, type InboundMessage } from '../../core/message/inbound.ts';
import type { Instant } from '../../core/time.ts';
import { textOfHtml } from './fromHtml.ts';
import { UnreadableInbound } from './unreadable.ts';

/** S11: a larger mail is refused before it is parsed. */
export const LARGEST_MAIL_BYTES = 5 * 1024 * 1024;
const LIMITS = {
  maxNestingDepth: 20,
  maxHeadersSize: 256 * 1024,
  maxRfc822NestingDepth: 0,
  forceRfc822Attachments: true,
};
const LONGEST_SUBJECT = 500;
const LONGEST_ADDRESS = 254;

/** What the road a mail came by says of it, beside the mail. */
export interface MailEnvelope {
  /** Known to whoever received it; the mail's own id goes before. */
  readonly id: string | null;
  readonly at: Instant;
  /** Sender of the envelope, empty for a bounce; null where the road does not say. */
  readonly returnPath: string | null;
  /** What the receiving server found. */
  readonly verdict: Extract<Automatic, 'spam' | 'virus'> | null;
}

function addressIn(address: Address | undefined): string | null {
  if (address === undefined) return null;
  const found = address.address ?? address.group?.[0]?.address ?? '';
  const bare = found.trim().toLowerCase();
  return bare !== '' && bare.length <= LONGEST_ADDRESS && bare.includes('@') ? bare : null;
}

function headersOf(email: Email): Map<string, string> {
  const headers = new Map<string, string>();
  for (const { key, value } of email.headers) if (!headers.has(key)) headers.set(key, value);
  return headers;
}

function digest(raw: Uint8Array | string): string {
  return createHash('sha256').update(raw).digest('base64url').slice(0, 32);
}

async function parsed(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, LIMITS);
  } catch (failure) {
    throw new UnreadableInbound(
      `the mail cannot be read: ${failure instanceof Error ? failure.message : 'no MIME'}`,
    );
  }
}

/** The envelope sender: as the road says, else as the mail's own Return-Path does. */
function returnPathOf(headers: ReadonlyMap<string, string>, { returnPath }: MailEnvelope): string | null {
  const told = returnPath ?? headers.get('return-path') ?? null;
  return told === null ? null : told.replaceAll(/[<>\s]/g, '');
}

/** Throws `UnreadableInbound` for what is no mail, is too large or names no sender. */
export async function readMail(raw: Uint8Array, envelope: MailEnvelope): Promise<InboundMessage> {
  if (raw.byteLength > LARGEST_MAIL_BYTES) {
    throw new UnreadableInbound(`the mail has ${raw.byteLength} bytes; ${LARGEST_MAIL_BYTES} are the most`);
  }
  const email = await parsed(raw);
  const from = addressIn(email.from) ?? addressIn(email.sender);
  if (from === null) throw new UnreadableInbound('the mail names nobody it is from');
  const headers = headersOf(email);
  const subject = (email.subject ?? '').slice(0, LONGEST_SUBJECT).trim();
  const plain = email.text?.trim() ?? '';
  return {
    channel: 'email',
    id: digest(email.messageId ?? envelope.id ?? raw),
    from,
    at: envelope.at,
    subject,
    text: plain === '' ? textOfHtml(email.html ?? '') : plain,
    answers: answeredIds(headers),
    automatic: envelope.verdict ?? automaticOf(headers, from, subject, returnPathOf(headers, envelope)),
  };
}
