/** The provider of a simulation: accepts everything, and renders what it is given where asked. */
import type { ConfigStore, MessageProvider, OutboundMessage } from '../../core/ports.ts';
import { renderVariant } from '../../functions/shared/renderMessage.ts';

export class SimulatedProvider implements MessageProvider {
  rendered = 0;
  private readonly store: Pick<ConfigStore, 'template'>;
  private readonly renders: boolean;

  constructor(store: Pick<ConfigStore, 'template'>, renders: boolean) {
    this.store = store;
    this.renders = renders;
  }

  async send(message: OutboundMessage) {
    if (this.renders) await this.render(message);
    return { kind: 'accepted' as const, providerMessageId: 'simulated' };
  }

  private async render(message: OutboundMessage): Promise<void> {
    const template = await this.store.template(message.template);
    if (template === null) return;
    const locale = message.locale === 'zh-CN' ? 'zh-CN' : 'en';
    renderVariant(template.compiled[locale], message.mergeData, locale);
    this.rendered += 1;
  }
}
