/** What a kept message shows: a mail or an SMS rendered from its template version, a webhook with the call it would have been. */
import type { MailboxMessage } from '../../adapters/sqlite/mailbox.ts';
import { type PublishedTemplate, variantIn } from '../../core/message/template.ts';
import { type WebhookRequest, webhookRequest } from '../../core/message/webhook.ts';
import type { ConfigStore, TemplatedMessage } from '../../core/ports.ts';
import {
  type RenderedMessage,
  type RenderedSms,
  renderSms,
  renderVariant,
} from '../../functions/shared/renderMessage.ts';

export type MessageContent =
  | ({ readonly channel: 'email' } & RenderedMessage)
  | ({ readonly channel: 'sms' } & RenderedSms)
  | { readonly channel: 'webhook'; readonly call: WebhookRequest };

const GONE = { subject: '', preheader: '', html: '', text: '' };

function renderTemplated(
  { channel, mergeData, locale }: TemplatedMessage,
  compiled: PublishedTemplate['compiled'] | undefined,
): MessageContent {
  const variant = variantIn(compiled ?? {}, locale) ?? GONE;
  switch (channel) {
    case 'email':
      return { channel, ...renderVariant(variant, mergeData, locale) };
    case 'sms':
      return { channel, ...renderSms(variant, mergeData, locale) };
  }
}

/** A template that is not kept any more renders as nothing. Throws `RenderFailed` as rendering does. */
export async function messageContent(
  store: Pick<ConfigStore, 'templateVersion'>,
  message: MailboxMessage,
): Promise<MessageContent> {
  if (message.channel === 'webhook') return { channel: 'webhook', call: webhookRequest(message) };
  const template = await store.templateVersion(message.template, message.templateVersion);
  return renderTemplated(message, template?.compiled);
}

/** One line for lists: the subject, an SMS from its beginning, the address a webhook calls. */
export function headlineOf(content: MessageContent): string {
  switch (content.channel) {
    case 'email':
      return content.subject;
    case 'sms':
      return content.text.replace(/\s+/g, ' ').slice(0, 200);
    case 'webhook':
      return content.call.url;
  }
}
