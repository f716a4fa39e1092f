/**
 * The mailbox over the API: what would have been sent, rendered on view from the template version and the merge data that
 * were kept. Exists on one machine only; on AWS the provider has the mail.
 */
import type { Mailbox, MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import { type CustomerId, customerId, decisionId } from '../../core/ids.ts';
import { type Channel, CHANNELS } from '../../core/message/messageClass.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { isoInstant } from '../../core/time.ts';
import { decisionView } from '../../functions/management/views/decision.ts';
import { feedbackView } from '../../functions/management/views/feedback.ts';
import { journeyName } from '../../functions/management/views/journeyName.ts';
import { cursorOf, limitOf, type RouteRequest } from '../../functions/management/routes/route.ts';
import type { Container } from '../../functions/shared/container.ts';
import { misuse, notFound } from '../../functions/shared/problem.ts';
import { withLinksHere } from './linksHere.ts';
import { headlineOf, type MessageContent, messageContent } from './messageContent.ts';
import { messageHeaders } from './messageHeaders.ts';

const NO_MAIL = { preheader: '', html: '', text: '' };

/** The forms of the content, each null or empty where the channel has none. */
function formsOf(content: MessageContent, settings: Settings) {
  switch (content.channel) {
    case 'email': {
      const { preheader, html, text } = content;
      return { preheader, html, text, sms: null, webhook: null };
    }
    case 'sms': {
      const { text, encoding, places, parts, outside } = content;
      const sms = { from: settings.shop.senderName, encoding, places, parts, outside };
      return { ...NO_MAIL, text, sms, webhook: null };
    }
    case 'webhook': {
      const { method, url, payload } = content.call;
      return { ...NO_MAIL, sms: null, webhook: { method, url, payload } };
    }
  }
}

function channelOf(text: string | undefined): Channel | null {
  if (text === undefined || text === '') return null;
  const channel = CHANNELS.find((one) => one === text);
  if (channel !== undefined) return channel;
  throw misuse('channel', `"${text}" is no channel`, `give one of ${CHANNELS.join(', ')}`);
}

export function mailboxRoutes(container: Container, mailbox: Mailbox) {
  const { store, settings } = container;

  const summary = async (message: MailboxMessage, content: MessageContent) => {
    const [person, { book }, decision] = await Promise.all([
      store.loadProfile(message.customerId),
      container.inForce(),
      store.loadDecision(decisionId(message.decisionId)),
    ]);
    const journey = book.latest.find((one) => one.id === message.journeyId);
    return {
      id: String(message.seq),
      at: isoInstant(message.at),
      to: message.to,
      customerId: message.customerId,
      customerName: person?.name ?? null,
      channel: message.channel,
      subject: headlineOf(content),
      journeyId: message.journeyId,
      journeyName: journeyName(message.journeyId, journey?.definition),
      nodeId: message.nodeId,
      class: message.class,
      locale: message.locale,
      stage: person?.lifecycle?.stage ?? null,
      feedback: feedbackView(decision?.feedback ?? null),
    };
  };

  const idsOf = async (id: CustomerId): Promise<CustomerId[]> => {
    const person = await store.loadProfile(id);
    return person === null ? [id] : [person.id, ...person.members];
  };

  return {
    list: async ({ query }: RouteRequest) => {
      const limit = limitOf(query);
      const before = query.cursor === undefined || query.cursor === '' ? null : Number(decoded(query.cursor));
      const channel = channelOf(query.channel);
      const filter = {
        ...(channel === null ? {} : { channel }),
        ...(query.journey === undefined || query.journey === '' ? {} : { journeyId: query.journey }),
        ...(query.customer === undefined || query.customer === ''
          ? {}
          : { customerIds: await idsOf(customerId(query.customer)) }),
        ...(query.search === undefined || query.search === '' ? {} : { search: query.search }),
      };
      const messages = await mailbox.list({ before, limit, ...filter });
      const items = await Promise.all(
        messages.map(async (one) => summary(one, await messageContent(store, one))),
      );
      const last = messages.at(-1);
      const next = messages.length === limit && last !== undefined ? cursorOf(String(last.seq)) : null;
      return { items, next, total: await mailbox.count(filter) };
    },
    show: async ({ params }: RouteRequest) => {
      const kept = await mailbox.get(Number(params.id));
      if (kept === null) {
        throw notFound(
          'unknown-message',
          `there is no message ${params.id ?? ''}`,
          'list them: GET /v1/messages',
        );
      }
      const message = withLinksHere(kept, container);
      const content = await messageContent(store, message);
      const decision = await store.loadDecision(decisionId(message.decisionId));
      return {
        ...(await summary(message, content)),
        ...formsOf(content, settings),
        headers: messageHeaders(message, content, settings),
        template: message.channel === 'webhook' ? null : message.template,
        templateVersion: message.channel === 'webhook' ? null : message.templateVersion,
        decision: decision === null ? null : decisionView(decision),
        feedbackInvented: settings.delivery.mailboxNews === 'invented',
      };
    },
  };
}

function decoded(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}
