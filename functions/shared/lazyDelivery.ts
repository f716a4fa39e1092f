/** The delivery clients of one machine: loaded when first needed. */
import type { DeliveryClients } from './deliveryClients.ts';

export const LAZY_DELIVERY: DeliveryClients = {
  ses: () => import('../../adapters/aws/ses.ts'),
  sms: () => import('../../adapters/aws/sms.ts'),
  webhook: () => import('../../adapters/http/webhook.ts'),
};
