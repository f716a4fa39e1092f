/** The provider of a simulation: accepts everything, and renders what it is given where asked. */
import type { ConfigStore, MessageProvider, OutboundMessage, ProviderReply } from '../../core/ports.ts';
import { renderVariant } from '../../functions/shared/renderMessage.ts';

const ACCEPTED = Promise.resolve<ProviderReply>({ kind: 'accepted', providerMessageId: 'simulated' });

export class SimulatedProvider implements MessageProvider {
  rendered = 0;
  private readonly store: Pick<ConfigStore, 'template'>;
  private readonly renders: boolean;

  constructor(store: Pick<ConfigStore, 'template'>, renders: boolean) {
    this.store = store;
    this.renders = renders;
  }

  send(message: OutboundMessage): Promise<ProviderReply> {
    return this.renders ? this.render(message) : ACCEPTED;
  }

  private async render(message: OutboundMessage): Promise<ProviderReply> {
    if (message.channel === 'webhook') return ACCEPTED;
    const template = await this.store.template(message.template);
    if (template === null) return ACCEPTED;
    const locale = message.locale === 'zh-CN' ? 'zh-CN' : 'en';
    renderVariant(template.compiled[locale], message.mergeData, locale);
    this.rendered += 1;
    return ACCEPTED;
  }
}
