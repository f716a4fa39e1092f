/**
 * The headers a message would leave with. Of a mail: sender, recipient, and for what is not transactional the one-click
 * unsubscribe pair (RFC 8058). Of a webhook: those of its call. An SMS has none.
 */
import type { MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { MessageContent } from './messageContent.ts';

function hostOf(website: string): string {
  return new URL(website).hostname;
}

/** RFC 5322 date of an instant, in UTC. */
function mailDate(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

function unsubscribeUrl(message: MailboxMessage): string | null {
  const { links } = message.mergeData;
  if (typeof links !== 'object' || links === null || !('unsubscribe' in links)) return null;
  return typeof links.unsubscribe === 'string' ? links.unsubscribe : null;
}

interface Header {
  readonly name: string;
  readonly value: string;
}

function mailHeaders(message: MailboxMessage, subject: string, { shop }: Settings): Header[] {
  const unsubscribe = message.class === 'transactional' ? null : unsubscribeUrl(message);
  return [
    { name: 'From', value: `${shop.senderName} <${shop.senderEmail}>` },
    { name: 'To', value: message.to },
    { name: 'Subject', value: subject },
    { name: 'Date', value: mailDate(message.at) },
    { name: 'Message-ID', value: `<${message.seq}@${hostOf(shop.website)}>` },
    { name: 'X-Perennial-Decision', value: message.decisionId },
    { name: 'Content-Language', value: message.locale },
    ...(unsubscribe === null
      ? []
      : [
          { name: 'List-Unsubscribe', value: `<${unsubscribe}>` },
          { name: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
        ]),
    { name: 'MIME-Version', value: '1.0' },
    { name: 'Content-Type', value: 'multipart/alternative (text/plain, text/html)' },
  ];
}

export function messageHeaders(
  message: MailboxMessage,
  content: MessageContent,
  settings: Settings,
): readonly Header[] {
  switch (content.channel) {
    case 'email':
      return mailHeaders(message, content.subject, settings);
    case 'sms':
      return [];
    case 'webhook':
      return content.call.headers;
  }
}
