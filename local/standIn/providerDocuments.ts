/** Invented news in the providers' own words: what SES and the SMS service would publish, in the envelope SNS puts around it. */
import { randomUUID } from 'node:crypto';
import type { SQSRecord } from 'aws-lambda';
import { decisionTag, SES_TAGS, SMS_CONTEXT } from '../../adapters/aws/decisionTag.ts';
import type { MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import { isoInstant } from '../../core/time.ts';
import type { News } from './inventedNews.ts';

const BOUNCES = {
  hard: { type: 'Permanent', sub: 'General', said: 'smtp; 550 5.1.1 user unknown' },
  soft: { type: 'Transient', sub: 'MailboxFull', said: 'smtp; 452 4.2.2 mailbox full' },
} as const;

/** The part that is each type's own. */
function sesPart(
  news: News,
  to: string,
  link: string | null,
): { eventType: string; [part: string]: unknown } {
  const timestamp = isoInstant(news.at);
  switch (news.kind) {
    case 'sent':
      return { eventType: 'Send', send: {} };
    case 'delivered':
      return {
        eventType: 'Delivery',
        delivery: { timestamp, recipients: [to], smtpResponse: '250 2.0.0 OK' },
      };
    case 'bounced': {
      const { type, sub, said } = BOUNCES[news.bounce];
      const bouncedRecipients = [{ emailAddress: to, diagnosticCode: said }];
      return {
        eventType: 'Bounce',
        bounce: { timestamp, bounceType: type, bounceSubType: sub, bouncedRecipients },
      };
    }
    case 'complained': {
      const complainedRecipients = [{ emailAddress: to }];
      return {
        eventType: 'Complaint',
        complaint: { timestamp, complaintFeedbackType: 'abuse', complainedRecipients },
      };
    }
    case 'opened':
      return { eventType: 'Open', open: { timestamp, userAgent: news.userAgent } };
    case 'clicked':
      return { eventType: 'Click', click: { timestamp, userAgent: news.userAgent, link } };
  }
}

function sesDocument(message: MailboxMessage, news: News, link: string | null) {
  const tags = Object.entries(decisionTag(message.decisionId, SES_TAGS));
  return {
    ...sesPart(news, message.to, link),
    mail: {
      timestamp: isoInstant(message.at),
      messageId: message.providerMessageId,
      destination: [message.to],
      tags: Object.fromEntries(tags.map(([name, value]) => [name, [value]])),
    },
  };
}

function smsType(news: News): string {
  if (news.kind === 'delivered') return 'TEXT_DELIVERED';
  if (news.kind !== 'bounced') return 'TEXT_SENT';
  return news.bounce === 'hard' ? 'TEXT_INVALID' : 'TEXT_CARRIER_UNREACHABLE';
}

function smsDocument(message: MailboxMessage, news: News) {
  return {
    eventType: smsType(news),
    eventVersion: '1.0',
    eventTimestamp: news.at,
    destinationPhoneNumber: message.to,
    messageId: message.providerMessageId,
    context: decisionTag(message.decisionId, SMS_CONTEXT),
  };
}

/** A record of the queue of provider events. */
export function providerRecord(message: MailboxMessage, news: News, link: string | null): SQSRecord {
  const said = message.channel === 'sms' ? smsDocument(message, news) : sesDocument(message, news, link);
  const messageId = randomUUID();
  const envelope = { Type: 'Notification', MessageId: messageId, Message: JSON.stringify(said) };
  return {
    messageId,
    receiptHandle: messageId,
    body: JSON.stringify({ ...envelope, Timestamp: isoInstant(news.at) }),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(news.at),
      SenderId: 'stand-in',
      ApproximateFirstReceiveTimestamp: String(news.at),
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:local:000000000000:provider-events',
    awsRegion: 'local',
  };
}
