/** What a message costs to send: an email its price, an SMS its parts at the price of the country it goes to. */
import { countryOfNumber } from '../../core/customer/phoneNumber.ts';
import { costMicroUsd } from '../../core/message/prices.ts';
import type { PublishedTemplate } from '../../core/message/template.ts';
import type { ConfigStore, OutboundMessage, TemplatedMessage } from '../../core/ports.ts';
import type { SendDeps } from '../../core/message/send.ts';
import { perSettings } from '../../core/settings/perSettings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { renderSms } from './renderMessage.ts';
import { templateLocale } from '../../core/message/templateLocale.ts';

/** Prices messages, in millionths of a US dollar. A template of one version is read once. */
export class MessageCost {
  private readonly store: Pick<ConfigStore, 'templateVersion'>;
  private readonly settings: Settings;
  private readonly templates = new Map<string, Promise<PublishedTemplate | null>>();

  constructor(store: Pick<ConfigStore, 'templateVersion'>, settings: Settings) {
    this.store = store;
    this.settings = settings;
  }

  of(message: OutboundMessage): number | Promise<number> {
    const { channel } = message;
    if (channel === 'sms') return this.ofSms(message);
    return costMicroUsd(this.settings.messages, { channel, parts: 1, country: null });
  }

  private async ofSms(message: TemplatedMessage): Promise<number> {
    const country = countryOfNumber(message.to);
    const parts = await this.partsOf(message);
    return costMicroUsd(this.settings.messages, { channel: 'sms', parts, country });
  }

  private async partsOf(message: TemplatedMessage): Promise<number> {
    const template = await this.template(message);
    if (template === null) return 1;
    const locale = templateLocale(message.locale, message.locale, Object.keys(template.compiled));
    const variant = template.compiled[locale];
    return variant === undefined ? 1 : renderSms(variant, message.mergeData, locale).parts;
  }

  private template({ template, templateVersion }: TemplatedMessage): Promise<PublishedTemplate | null> {
    const key = `${template}/${templateVersion}`;
    const known = this.templates.get(key) ?? this.store.templateVersion(template, templateVersion);
    this.templates.set(key, known);
    return known;
  }
}

/** By the prices of the settings in force, an SMS by its rendered parts. */
export function messageCosts(
  store: Pick<ConfigStore, 'templateVersion'>,
  settings: () => Settings,
): SendDeps['costOf'] {
  const inForce = perSettings((of) => new MessageCost(store, of));
  return (message) => inForce(settings()).of(message);
}
