/**
 * The provider messages are handed to, channel by channel as `delivery` of the settings in force says: the mailbox, which keeps
 * them, or the real one. A real one is made when the first message needs it.
 */
import type { Channel } from '../../core/message/messageClass.ts';
import type { AddressKeyOf, MessageProvider } from '../../core/ports.ts';
import { senderOf } from '../../core/message/sender.ts';
import { perSettings } from '../../core/settings/perSettings.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { MINUTE_MS } from '../../core/time.ts';
import type { DeliveryClients } from './deliveryClients.ts';
import type { Links } from './links.ts';
import { type ComposerDeps, mailComposer, smsComposer } from './messageComposer.ts';

export interface DeliveryParts {
  /** Takes what is not sent. */
  readonly mailbox: MessageProvider;
  /** Those in force: asked at every message. */
  readonly settings: () => Settings;
  readonly store: ComposerDeps['store'];
  readonly links: Links | null;
  readonly addressKeyOf: AddressKeyOf;
  /** Secrets that sign webhooks now, the newest first: asked for at every call, so that a new one signs at once. */
  readonly webhookSecrets: () => Promise<readonly string[]>;
  readonly clients: DeliveryClients;
}

/** Whether anything leaves for anyone. */
export function isLive({ delivery }: Pick<Settings, 'delivery'>): boolean {
  return delivery.email !== 'mailbox' || delivery.sms !== 'mailbox' || delivery.webhook !== 'mailbox';
}

type Made = () => Promise<MessageProvider>;

/** Made at the first call; a failed making is tried again at the next. */
function once(make: Made): Made {
  let made: Promise<MessageProvider> | null = null;
  return () => {
    made ??= make().catch((failure: unknown) => {
      made = null;
      throw failure;
    });
    return made;
  };
}

function inRegion({ delivery }: Settings): { readonly region?: string } {
  return delivery.region === null ? {} : { region: delivery.region };
}

function providersFor(parts: DeliveryParts, settings: Settings): Readonly<Record<Channel, Made>> {
  const { delivery } = settings;
  const { clients } = parts;
  const mailbox: Made = async () => parts.mailbox;
  const deps: ComposerDeps = { ...parts, settings };
  const ses: Made = async () => {
    const { sesProvider } = await clients.ses();
    const configurationSet = delivery.sesConfigurationSet;
    return sesProvider({ ...inRegion(settings), configurationSet, compose: mailComposer(deps) });
  };
  const sms: Made = async () => {
    const { smsProvider } = await clients.sms();
    return smsProvider({
      ...inRegion(settings),
      configurationSet: delivery.smsConfigurationSet,
      compose: smsComposer(deps),
      originOf: (message) => senderOf(settings, message).smsSender ?? delivery.smsOrigination,
    });
  };
  const webhook: Made = async () => {
    const { webhookProvider } = await clients.webhook();
    const { webhookHttp: allowHttp, webhookPorts: ports } = delivery;
    return webhookProvider({ secrets: await parts.webhookSecrets(), allowHttp, ports });
  };
  return {
    email: delivery.email === 'ses' ? once(ses) : mailbox,
    sms: delivery.sms === 'aws' ? once(sms) : mailbox,
    webhook: delivery.webhook === 'http' ? webhook : mailbox,
  };
}

const UNMADE_PAUSE_MS = 15 * MINUTE_MS;

/** One provider for all channels. Where the real one cannot be made nothing has left, and the message is tried later. */
export function deliveryProvider(parts: DeliveryParts): MessageProvider {
  const inForce = perSettings((settings) => providersFor(parts, settings));
  return {
    send: async (message) => {
      let provider: MessageProvider;
      try {
        provider = await inForce(parts.settings())[message.channel]();
      } catch (failure) {
        const why = failure instanceof Error ? failure.message : String(failure);
        const reason = `the provider of ${message.channel} cannot be used: ${why}`;
        return { kind: 'refused', reason, retryAfterMs: UNMADE_PAUSE_MS };
      }
      return provider.send(message);
    },
  };
}
