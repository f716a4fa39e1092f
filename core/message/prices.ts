/** What a message costs, in millionths of a US dollar. */
import type { MessageSettings } from '../settings/settings.ts';
import type { Channel } from './messageClass.ts';

/** `parts` of an SMS; `country` it goes to, as an ISO code. A webhook costs nothing. */
export function costMicroUsd(
  messages: Pick<MessageSettings, 'emailPriceMicroUsd' | 'smsPriceMicroUsd' | 'smsPriceByCountryMicroUsd'>,
  {
    channel,
    parts,
    country,
  }: { readonly channel: Channel; readonly parts: number; readonly country: string | null },
): number {
  switch (channel) {
    case 'webhook':
      return 0;
    case 'email':
      return messages.emailPriceMicroUsd;
    case 'sms': {
      const own = country === null ? undefined : messages.smsPriceByCountryMicroUsd[country];
      return parts * (own ?? messages.smsPriceMicroUsd);
    }
  }
}
