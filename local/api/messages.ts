/**
 * The mailbox over the API: what would have been sent, rendered on view from the template version and the merge data that
 * were kept. Exists on one machine only; on AWS the provider has the mail.
 */
import type { Mailbox, MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import { customerId, decisionId } from '../../core/ids.ts';
import { isoInstant } from '../../core/time.ts';
import type { TemplateLocale } from '../../core/message/template.ts';
import { decisionView } from '../../functions/management/views/decision.ts';
import { cursorOf, limitOf, type RouteRequest } from '../../functions/management/routes/route.ts';
import type { Container } from '../../functions/shared/container.ts';
import { notFound } from '../../functions/shared/problem.ts';
import { type RenderedMessage, renderVariant } from '../../functions/shared/renderMessage.ts';
import { messageHeaders } from './messageHeaders.ts';

const GONE: RenderedMessage = { subject: '', preheader: '', html: '', text: '' };

export function mailboxRoutes(container: Container, mailbox: Mailbox) {
  const render = async (message: MailboxMessage): Promise<RenderedMessage> => {
    if (message.channel === 'webhook') return GONE;
    const template = await container.store.templateVersion(message.template, message.templateVersion);
    if (template === null) return GONE;
    const locale: TemplateLocale = message.locale === 'zh-CN' ? 'zh-CN' : 'en';
    return renderVariant(template.compiled[locale], message.mergeData, locale);
  };

  const summary = async (message: MailboxMessage, rendered: RenderedMessage) => {
    const [person, { book }] = await Promise.all([
      container.store.loadProfile(message.customerId),
      container.inForce(),
    ]);
    const journey = book.latest.find((one) => one.id === message.journeyId);
    return {
      id: String(message.seq),
      at: isoInstant(message.at),
      to: message.to,
      customerId: message.customerId,
      customerName: person?.name ?? null,
      subject: rendered.subject,
      journeyId: message.journeyId,
      journeyName: journey?.definition.name ?? { en: message.journeyId, 'zh-CN': message.journeyId },
      nodeId: message.nodeId,
      class: message.class,
      locale: message.locale,
      stage: person?.lifecycle?.stage ?? null,
    };
  };

  return {
    list: async ({ query }: RouteRequest) => {
      const limit = limitOf(query);
      const before = query.cursor === undefined || query.cursor === '' ? null : Number(decoded(query.cursor));
      const filter = {
        ...(query.journey === undefined || query.journey === '' ? {} : { journeyId: query.journey }),
        ...(query.customer === undefined || query.customer === ''
          ? {}
          : { customerId: customerId(query.customer) }),
        ...(query.search === undefined || query.search === '' ? {} : { search: query.search }),
      };
      const messages = await mailbox.list({ before, limit, ...filter });
      const items = await Promise.all(messages.map(async (one) => summary(one, await render(one))));
      const last = messages.at(-1);
      const next = messages.length === limit && last !== undefined ? cursorOf(String(last.seq)) : null;
      return { items, next, total: await mailbox.count(filter) };
    },
    show: async ({ params }: RouteRequest) => {
      const message = await mailbox.get(Number(params.id));
      if (message === null) {
        throw notFound(
          'unknown-message',
          `there is no message ${params.id ?? ''}`,
          'list them: GET /v1/messages',
        );
      }
      const rendered = await render(message);
      const decision = await container.store.loadDecision(decisionId(message.decisionId));
      return {
        ...(await summary(message, rendered)),
        ...rendered,
        headers: messageHeaders(message, rendered, container.settings),
        template: message.channel === 'webhook' ? '' : message.template,
        templateVersion: message.channel === 'webhook' ? null : message.templateVersion,
        decision: decision === null ? null : decisionView(decision),
      };
    },
  };
}

function decoded(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}
