import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newWebhookSecret } from '../../../adapters/http/signWebhook.ts';
import { addressKey, customerId, decisionId } from '../../../core/ids.ts';
import type { MessageProvider, OutboundMessage, WebhookMessage } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../core/settings/settings.ts';
import { LAZY_DELIVERY } from '../../../functions/shared/lazyDelivery.ts';
import { type DeliveryParts, deliveryProvider, isLive } from '../../../functions/shared/provider.ts';
import { aMessage } from '../../adapters/aws/aMessage.ts';
import { type AnsweringServer, answeringServer } from '../../adapters/aws/answeringServer.ts';

function delivering(delivery: Partial<Settings['delivery']>): Settings {
  return { ...DEFAULT_SETTINGS, delivery: { ...DEFAULT_SETTINGS.delivery, ...delivery } };
}

function aMailbox(): MessageProvider & { readonly kept: OutboundMessage[] } {
  const kept: OutboundMessage[] = [];
  return {
    kept,
    send: async (message) => {
      kept.push(message);
      return { kind: 'accepted', providerMessageId: `mailbox-${kept.length}` };
    },
  };
}

const COMPILED = { subject: 'Hello', preheader: '', html: '<p>Hello</p>', text: 'Hello' };

function partsOf(over: Partial<DeliveryParts> & Pick<DeliveryParts, 'mailbox'>): DeliveryParts {
  return {
    settings: () => DEFAULT_SETTINGS,
    store: {
      loadContacts: async () => new Map(),
      templateVersion: async (id, version) => ({
        id,
        version,
        publishedAt: 0,
        source: { id, channel: 'sms', locales: { en: { text: 'Hello' } } },
        compiled: { en: COMPILED },
      }),
    },
    links: null,
    addressKeyOf: (channel, address) => addressKey(`${channel}:${address}`),
    clients: LAZY_DELIVERY,
    webhookSecrets: async () => [newWebhookSecret()],
    ...over,
  };
}

const mail = aMessage();
const sms = aMessage({ channel: 'sms', to: '+15550100200' });
const hook: WebhookMessage = {
  channel: 'webhook',
  to: 'http://127.0.0.1:1/hook',
  decisionId: decisionId('d1'),
  customerId: customerId('c1'),
  journeyId: 'j',
  journeyVersion: 1,
  nodeId: 'n',
  class: 'service',
  topic: 'service',
  locale: 'en',
  mergeData: {},
  at: 0,
};

describe('where messages go', () => {
  it('is the mailbox, all of them, until the settings say otherwise', async () => {
    const mailbox = aMailbox();
    const provider = deliveryProvider(partsOf({ mailbox }));
    for (const message of [mail, sms, hook]) await provider.send(message);
    expect(mailbox.kept).toEqual([mail, sms, hook]);
  });

  it.each([
    [{}, false],
    [{ mailboxNews: 'invented' }, false],
    [{ email: 'ses' }, true],
    [{ sms: 'aws' }, true],
    [{ webhook: 'http' }, true],
  ] as const)('with %j anything leaves: %s', (delivery, live) => {
    expect(isLive(delivering(delivery))).toBe(live);
  });

  it('is asked of the settings in force at every message', async () => {
    const mailbox = aMailbox();
    let settings = DEFAULT_SETTINGS;
    const provider = deliveryProvider(partsOf({ mailbox, settings: () => settings }));
    await provider.send(hook);
    settings = delivering({ webhook: 'http' });
    expect(await provider.send(hook)).toMatchObject({ kind: 'refused', retryAfterMs: null });
    settings = DEFAULT_SETTINGS;
    await provider.send(hook);
    expect(mailbox.kept).toHaveLength(2);
  });

  it('keeps a message for later where the real provider cannot be made', async () => {
    const mailbox = aMailbox();
    const settings = delivering({ webhook: 'http' });
    const webhookSecrets = () => Promise.reject(new Error('the store is busy'));
    const provider = deliveryProvider(partsOf({ mailbox, settings: () => settings, webhookSecrets }));
    expect(await provider.send(hook)).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('the store is busy'),
      retryAfterMs: 15 * 60_000,
    });
    expect(mailbox.kept).toEqual([]);
  });

  it('asks for the secrets of webhooks at every call, so that a new one signs at once', async () => {
    let asked = 0;
    const webhookSecrets = async () => {
      asked += 1;
      return [newWebhookSecret()];
    };
    const settings = () => delivering({ webhook: 'http' });
    const provider = deliveryProvider(partsOf({ mailbox: aMailbox(), settings, webhookSecrets }));
    await provider.send(hook);
    await provider.send(hook);
    expect(asked).toBe(2);
  });

  describe('with a stand-in for AWS', () => {
    let server: AnsweringServer;
    beforeEach(async () => {
      server = await answeringServer({ status: 200, body: JSON.stringify({ MessageId: 'aws-1' }) });
      vi.stubEnv('AWS_ENDPOINT_URL', server.call.endpoint ?? '');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
    });
    afterEach(async () => {
      vi.unstubAllEnvs();
      await server.close();
    });

    it('is SES for mail and AWS for SMS, the region and the identities as the settings say', async () => {
      const mailbox = aMailbox();
      const settings = delivering({
        email: 'ses',
        sms: 'aws',
        region: 'eu-central-1',
        sesConfigurationSet: 'mails',
        smsConfigurationSet: 'texts',
        smsOrigination: 'pool-1',
      });
      const provider = deliveryProvider(partsOf({ mailbox, settings: () => settings }));
      await provider.send(mail);
      expect(await provider.send(sms)).toEqual({ kind: 'accepted', providerMessageId: 'aws-1' });
      await provider.send(hook);
      expect(mailbox.kept).toEqual([hook]);
      const [asked = '', texted = ''] = server.asked;
      expect(new URLSearchParams(asked).get('ConfigurationSetName')).toBe('mails');
      expect(JSON.parse(texted)).toMatchObject({
        MessageBody: 'Hello',
        OriginationIdentity: 'pool-1',
        ConfigurationSetName: 'texts',
      });
    });
  });
});
