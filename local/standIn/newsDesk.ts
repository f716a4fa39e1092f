/**
 * Plays the provider of the mailbox: tells, in its own time, what became of each message, through the handler that takes a real
 * provider's events. There is no timer a message: whoever keeps the clock asks what is due. What could not be applied is told
 * again the next time. It invents things about people, so it runs only where the settings ask for it.
 */
import type { SQSRecord } from 'aws-lambda';
import type { Mailbox, MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import type { NewsDue } from '../../adapters/sqlite/mailboxNews.ts';
import type { Instant } from '../../core/time.ts';
import { providerEvents } from '../../functions/providerEvents/handler.ts';
import type { Container } from '../../functions/shared/container.ts';
import { messageContent } from '../api/messageContent.ts';
import { lambdaContext } from '../machines/lambdaContext.ts';
import { inventedNews } from './inventedNews.ts';
import { linksIn } from './linksIn.ts';
import { providerRecord } from './providerDocuments.ts';

export interface NewsDesk {
  /** When something is next to be told; null where nothing is. */
  nextAt(): Promise<Instant | null>;
  /** Tells everything due by then; how much it was. */
  tell(until: Instant): Promise<number>;
}

const PLANNED_AT_ONCE = 500;
const TOLD_AT_ONCE = 200;
/** As SQS hands them to a function. */
const BATCH = 10;
const TIMEOUT_MS = 30_000;

export function newsDesk(container: Container, mailbox: Pick<Mailbox, 'news'>): NewsDesk {
  const { settings, store } = container;
  const { news } = mailbox;
  const handler = providerEvents(container);

  const plan = async (): Promise<void> => {
    const timesOf = (message: MailboxMessage) => inventedNews(settings.seed, message).map(({ at }) => at);
    while ((await news.plan(PLANNED_AT_ONCE, timesOf)) === PLANNED_AT_ONCE);
  };

  const linkOf = async (message: MailboxMessage, pick: number): Promise<string | null> => {
    const content = await messageContent(store, message);
    const links = content.channel === 'email' ? linksIn(content.html) : [];
    return links[Math.floor(pick * links.length)] ?? null;
  };

  /** Null for what cannot happen: the message is gone, or has no link to click. */
  const recordOf = async ({ message, place }: NewsDue<MailboxMessage>): Promise<SQSRecord | null> => {
    if (message === null) return null;
    const one = inventedNews(settings.seed, message)[place];
    if (one === undefined) return null;
    const link = one.kind === 'clicked' ? await linkOf(message, one.pick) : null;
    return one.kind === 'clicked' && link === null ? null : providerRecord(message, one, link);
  };

  const tellBatch = async (due: readonly NewsDue<MailboxMessage>[]): Promise<number> => {
    const made = await Promise.all(due.map(async (one) => ({ one, record: await recordOf(one) })));
    const Records = made.flatMap(({ record }) => record ?? []);
    const context = lambdaContext('providerEvents', () => TIMEOUT_MS);
    const answer = Records.length === 0 ? undefined : await handler({ Records }, context);
    const again = new Set(answer?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    const done = made.filter(({ record }) => record === null || !again.has(record.messageId));
    await news.told(done.map(({ one }) => one));
    return done.length;
  };

  return {
    nextAt: async () => {
      await plan();
      return news.nextAt();
    },
    tell: async (until) => {
      await plan();
      let told = 0;
      for (;;) {
        const due = await news.due(until, TOLD_AT_ONCE);
        let done = 0;
        for (let start = 0; start < due.length; start += BATCH)
          done += await tellBatch(due.slice(start, start + BATCH));
        told += done;
        if (due.length < TOLD_AT_ONCE || done === 0) return told;
      }
    },
  };
}

/** The desk of a workspace; null where the settings do not ask for one, or a real provider has the mail. */
export function newsDeskOf(container: Container, mailbox: Pick<Mailbox, 'news'>): NewsDesk | null {
  const { email, sms, mailboxNews } = container.settings.delivery;
  const isPlayed = mailboxNews === 'invented' && email === 'mailbox' && sms === 'mailbox';
  return isPlayed ? newsDesk(container, mailbox) : null;
}
