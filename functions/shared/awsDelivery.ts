/** Messages leave: email through SES, SMS through End User Messaging, webhooks over HTTP. */
import { readSendQuota, sesProvider } from '../../adapters/aws/ses.ts';
import { smsProvider } from '../../adapters/aws/sms.ts';
import { webhookProvider } from '../../adapters/http/webhook.ts';
import type { AwsPart } from './awsParts.ts';
import { type DeliveryClients, sesQuota } from './deliveryClients.ts';
import { messageCosts } from './messageCost.ts';
import { NO_MAILBOX } from './noMailbox.ts';
import { deliveryProvider } from './provider.ts';
import { sendQuota } from './sendQuota.ts';
import { webhookSecrets } from './webhookSecrets.ts';

const CLIENTS: DeliveryClients = {
  ses: async () => ({ sesProvider, readSendQuota }),
  sms: async () => ({ smsProvider }),
  webhook: async () => ({ webhookProvider }),
};

export const awsDelivery: AwsPart = ({ store, settings, links, addressKeyOf, now }) => ({
  provider: deliveryProvider({
    mailbox: NO_MAILBOX,
    settings,
    store,
    links,
    addressKeyOf,
    webhookSecrets: async () => (await webhookSecrets(store, now())).map(({ secret }) => secret),
    clients: CLIENTS,
  }),
  costOf: messageCosts(store, settings),
  quota: sendQuota(settings, now, sesQuota(CLIENTS)),
});
