/** The provider of a simulation: accepts everything, and renders what it is given where asked. */
import { webhookRequest } from '../../core/message/webhook.ts';
import type { ConfigStore, MessageProvider, OutboundMessage, ProviderReply } from '../../core/ports.ts';
import { variantIn } from '../../core/message/template.ts';
import { PickCounts } from './picks.ts';
import { renderSms, renderVariant } from '../../functions/shared/renderMessage.ts';

const ACCEPTED = Promise.resolve<ProviderReply>({ kind: 'accepted', providerMessageId: 'simulated' });

export class SimulatedProvider implements MessageProvider {
  rendered = 0;
  /** Of every SMS taken; one each where nothing is rendered. */
  smsParts = 0;
  private readonly store: Pick<ConfigStore, 'template'>;
  private readonly renders: boolean;
  readonly picks = new PickCounts();
  /** Templates that show products. */
  private readonly showing: ReadonlySet<string>;

  constructor(
    store: Pick<ConfigStore, 'template'>,
    renders: boolean,
    showing: ReadonlySet<string> = new Set(),
  ) {
    this.store = store;
    this.renders = renders;
    this.showing = showing;
  }

  send(message: OutboundMessage): Promise<ProviderReply> {
    if (message.channel !== 'webhook' && this.showing.has(message.template)) this.picks.add(message);
    if (this.renders) return this.render(message);
    if (message.channel === 'sms') this.smsParts += 1;
    return ACCEPTED;
  }

  private async render(message: OutboundMessage): Promise<ProviderReply> {
    if (message.channel === 'webhook') {
      JSON.stringify(webhookRequest(message).payload);
      this.rendered += 1;
      return ACCEPTED;
    }
    const template = await this.store.template(message.template);
    if (template === null) throw new Error(`template ${message.template} vanished during the simulation`);
    const { locale } = message;
    const variant = variantIn(template.compiled, locale);
    if (variant === undefined) throw new Error(`template ${message.template} has no language`);
    if (message.channel === 'sms') this.smsParts += renderSms(variant, message.mergeData, locale).parts;
    else renderVariant(variant, message.mergeData, locale);
    this.rendered += 1;
    return ACCEPTED;
  }
}
