/** In whose name a message goes out: the sender of its topic, else of its class, else the shop's default. */
import type { SenderSettings } from '../settings/senders.ts';
import type { Settings } from '../settings/settings.ts';
import type { Decision } from './decision.ts';

/** The name of the one nobody chose. */
export const DEFAULT_SENDER = 'default';

export interface Sender
  extends Omit<SenderSettings, 'domain' | 'postalAddress' | 'signature' | 'topics' | 'classes'> {
  readonly id: string;
  /** Signs its mails. */
  readonly domain: string;
  readonly postalAddress: string;
  /** Stands in 【】 before an SMS to China. */
  readonly signature: string;
}

function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

function senderFrom(id: string, settings: SenderSettings, { shop }: Settings): Sender {
  const { topics: _topics, classes: _classes, domain, postalAddress, signature, ...rest } = settings;
  return {
    ...rest,
    id,
    domain: domain ?? domainOf(settings.email),
    postalAddress: postalAddress ?? shop.postalAddress,
    signature: signature ?? settings.name,
  };
}

function defaultSender(settings: Settings): Sender {
  const named = settings.senders[DEFAULT_SENDER];
  if (named !== undefined) return senderFrom(DEFAULT_SENDER, named, settings);
  const { senderName, senderEmail, postalAddress } = settings.shop;
  return {
    id: DEFAULT_SENDER,
    name: senderName,
    email: senderEmail,
    replyTo: null,
    domain: domainOf(senderEmail),
    returnPath: null,
    postalAddress,
    smsSender: null,
    signature: senderName,
    warmUp: null,
  };
}

interface Senders {
  readonly byTopic: ReadonlyMap<string, Sender>;
  readonly byClass: ReadonlyMap<string, Sender>;
  readonly fallback: Sender;
}

const made = new WeakMap<Settings, Senders>();

function sendersOf(settings: Settings): Senders {
  const known = made.get(settings);
  if (known !== undefined) return known;
  const all = Object.entries(settings.senders).map(([id, one]) => ({
    one,
    sender: senderFrom(id, one, settings),
  }));
  const senders: Senders = {
    byTopic: new Map(all.flatMap(({ one, sender }) => one.topics.map((topic) => [topic, sender] as const))),
    byClass: new Map(all.flatMap(({ one, sender }) => one.classes.map((name) => [name, sender] as const))),
    fallback: defaultSender(settings),
  };
  made.set(settings, senders);
  return senders;
}

/** The sender of a message. The same object for the same settings. */
export function senderOf(settings: Settings, message: Pick<Decision, 'class' | 'topic'>): Sender {
  const { byTopic, byClass, fallback } = sendersOf(settings);
  return byTopic.get(message.topic) ?? byClass.get(message.class) ?? fallback;
}

/** Every sender there is, the default one first. */
export function allSenders(settings: Settings): Sender[] {
  const { fallback } = sendersOf(settings);
  const named = Object.entries(settings.senders).filter(([id]) => id !== DEFAULT_SENDER);
  return [fallback, ...named.map(([id, one]) => senderFrom(id, one, settings))];
}
