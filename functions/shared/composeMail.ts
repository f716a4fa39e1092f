/**
 * A mail as it travels: headers and multipart/alternative of text and HTML. It is on the path of every message, so it is
 * made here in one go, several times faster than by a library; tests hold it to what two libraries read. No value of a
 * template or a customer can end a header or a part.
 */
import { hash } from 'node:crypto';
import type { ComposedMail, Composition } from '../../adapters/aws/ses.ts';
import type { Instant } from '../../core/time.ts';
import { encodeBody } from './mailBody.ts';
import { listHeader, mailAddress, mailboxHeader, mailDate, textHeader } from './mailHeaders.ts';
import type { RenderedMessage } from './renderMessage.ts';

export interface MailFrame {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  /** Where answers go; null: to the sender. */
  readonly replyTo: string | null;
  /** Names the message: the same mail made twice has one `Message-ID`. */
  readonly id: string;
  readonly at: Instant;
  readonly locale: string;
  /** How to leave: `https` is called by POST (RFC 8058), `mailto` written to. Null: nothing to leave. */
  readonly unsubscribe: { readonly https: string | null; readonly mailto: string | null } | null;
  /** Campaign, customer group, kind and sender, by which mailbox providers report complaints; none where it is empty. */
  readonly feedbackId: readonly string[];
}

/** `=_` stands in no encoded body, so this ends no part early. */
const BOUNDARY = '=_perennial';

const TEXT_PART = partHead('text/plain');
const HTML_PART = partHead('text/html');
const END = Buffer.from(`\r\n--${BOUNDARY}--\r\n`, 'latin1');

function partHead(type: string): string {
  return `--${BOUNDARY}\r\nContent-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: `;
}

/** Parts of a `Feedback-ID` have no colons or blanks. */
function feedbackPart(text: string): string {
  return text.replace(/[^\w.-]+/g, '-').slice(0, 60);
}

function leavingHeaders({ unsubscribe }: MailFrame): string {
  if (unsubscribe === null) return '';
  const { https, mailto } = unsubscribe;
  const ways = [https, mailto === null ? null : `mailto:${mailto}`].filter((way) => way !== null);
  const header = listHeader(
    'List-Unsubscribe',
    ways.map((way) => `<${way.replace(/[<>\s]/g, encodeURIComponent)}>`),
  );
  const isOneClick = https !== null && /^https:/i.test(https);
  return header === '' || !isOneClick
    ? header
    : `${header}List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n`;
}

function headersOf(
  frame: MailFrame,
  subject: string,
  from: string,
  to: string,
  replyTo: string | null,
): string {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return (
    mailboxHeader('From', frame.from.name, from) +
    mailboxHeader('To', '', to) +
    (replyTo === null ? '' : mailboxHeader('Reply-To', '', replyTo)) +
    textHeader('Subject', subject) +
    `Message-ID: <${hash('sha256', frame.id, 'hex').slice(0, 32)}@${domain}>\r\n` +
    `Date: ${mailDate(frame.at)}\r\n` +
    leavingHeaders(frame) +
    listHeader('Feedback-ID', [frame.feedbackId.map(feedbackPart).join(':')]) +
    listHeader('Content-Language', [frame.locale]) +
    'Auto-Submitted: auto-generated\r\n' +
    'MIME-Version: 1.0\r\n' +
    `Content-Type: multipart/alternative; boundary="${BOUNDARY}"\r\n\r\n`
  );
}

function rawMail(headers: string, { text, html }: Pick<RenderedMessage, 'text' | 'html'>): Uint8Array {
  const plain = encodeBody(text);
  const head = Buffer.from(`${headers}${TEXT_PART}${plain.encoding}\r\n\r\n`, 'latin1');
  const start = Buffer.concat([head, plain.bytes]);
  const rich = encodeBody(html);
  return Buffer.concat([
    start,
    Buffer.from(`\r\n${HTML_PART}${rich.encoding}\r\n\r\n`, 'latin1'),
    rich.bytes,
    END,
  ]);
}

/** `unfit` where an address is none that a mail can be sent to or from. Instants are UTC. */
export function composeMail(
  frame: MailFrame,
  rendered: Pick<RenderedMessage, 'subject' | 'html' | 'text'>,
): Composition<ComposedMail> {
  const from = mailAddress(frame.from.address);
  const to = mailAddress(frame.to);
  if (from === null) return { kind: 'unfit', reason: "the sender's address is none a mail can be sent from" };
  if (to === null) return { kind: 'unfit', reason: 'the address is none a mail can be sent to' };
  const replyTo = frame.replyTo === null ? null : mailAddress(frame.replyTo);
  const headers = headersOf(frame, rendered.subject, from, to, replyTo);
  return { kind: 'composed', content: { from, to, raw: rawMail(headers, rendered) } };
}
