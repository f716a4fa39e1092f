/**
 * What messages leave by, as modules. One machine loads each when the first message needs it, since AWS's clients take a while
 * and most shops start without; a bundle that is to send has them in it (`awsDelivery.ts`), and every other has none.
 */
import type * as Ses from '../../adapters/aws/ses.ts';
import type * as Sms from '../../adapters/aws/sms.ts';
import type * as Webhook from '../../adapters/http/webhook.ts';
import type { Read } from './sendQuota.ts';

export interface DeliveryClients {
  readonly ses: () => Promise<Pick<typeof Ses, 'sesProvider' | 'readSendQuota'>>;
  readonly sms: () => Promise<Pick<typeof Sms, 'smsProvider'>>;
  readonly webhook: () => Promise<Pick<typeof Webhook, 'webhookProvider'>>;
}

/** What an account of SES may send, asked of SES itself. */
export function sesQuota({ ses }: Pick<DeliveryClients, 'ses'>): Read {
  return async (region) => {
    const { readSendQuota } = await ses();
    const { maxPerSecond, max24Hours } = await readSendQuota(region === null ? {} : { region });
    return { perSecond: maxPerSecond, perDay: max24Hours ?? Number.MAX_SAFE_INTEGER };
  };
}
