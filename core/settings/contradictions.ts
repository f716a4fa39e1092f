/** What is wrong between parts of the settings that are sound by themselves. Each finding names the field and the remedy. */
import type * as z from 'zod';
import { CONSENT_CHANNELS } from '../message/messageClass.ts';
import { isShipped } from './jurisdictions.ts';
import type { Settings } from './sections.ts';
import { EXAMPLE_POSTAL_ADDRESS, EXAMPLE_SENDER_EMAIL } from './shop.ts';
import { openHours } from './weekHours.ts';

interface Contradiction {
  readonly path: (string | number)[];
  readonly message: string;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

function unknownTopic(settings: Settings, topic: string): string | null {
  const { topics } = settings.messages;
  if (Object.hasOwn(topics, topic)) return null;
  return `there is no topic "${topic}"; add it to messages.topics. Topics: ${listed(Object.keys(topics))}`;
}

function caps(settings: Settings): Contradiction[] {
  return settings.messages.caps.flatMap(({ topic }, i) => {
    const message = topic === undefined ? null : unknownTopic(settings, topic);
    return message === null ? [] : [{ path: ['messages', 'caps', i, 'topic'], message }];
  });
}

function budgets({ messages }: Settings): Contradiction[] {
  return messages.budgets.flatMap(({ id }, i) =>
    messages.budgets.findIndex((other) => other.id === id) === i
      ? []
      : [{ path: ['messages', 'budgets', i, 'id'], message: `there are two budgets "${id}"; rename one` }],
  );
}

function neverOpen({ messages }: Settings): Contradiction[] {
  return CONSENT_CHANNELS.filter((channel) => openHours(messages.quietHours, channel).length === 0).map(
    (channel) => ({
      path: ['messages', 'quietHours'],
      message: `every hour of the week is quiet for ${channel}: nothing would be sent; leave some hours open`,
    }),
  );
}

/** Two senders of one topic or class. */
function senders(settings: Settings): Contradiction[] {
  const found: Contradiction[] = [];
  const speaker = new Map<string, string>();
  for (const [id, { topics, classes }] of Object.entries(settings.senders)) {
    for (const [i, topic] of topics.entries()) {
      const message = unknownTopic(settings, topic);
      if (message !== null) found.push({ path: ['senders', id, 'topics', i], message });
    }
    for (const what of [
      ...topics.map((topic) => `topic ${topic}`),
      ...classes.map((one) => `class ${one}`),
    ]) {
      const other = speaker.get(what);
      if (other === undefined) speaker.set(what, id);
      else {
        const message = `"${other}" sends ${what} already; take it from one of them`;
        found.push({ path: ['senders', id], message });
      }
    }
  }
  return found;
}

/** A country may be taken out of a shipped jurisdiction by one of the shop's own; of a kind only one may name it. */
function places({ shop, jurisdictions }: Settings): Contradiction[] {
  const found: Contradiction[] = [];
  const owner = new Map<string, string>();
  for (const [id, { countries }] of Object.entries(jurisdictions)) {
    const kind = isShipped(id) ? 'shipped' : 'own';
    for (const [i, country] of countries.entries()) {
      const other = owner.get(`${kind} ${country}`);
      if (other === undefined) owner.set(`${kind} ${country}`, id);
      else {
        const message = `${country} belongs to ${other} already; take it out of the countries of one of them`;
        found.push({ path: ['jurisdictions', id, 'countries', i], message });
      }
    }
  }
  if (shop.jurisdiction !== null && !Object.hasOwn(jurisdictions, shop.jurisdiction)) {
    const message = `there is no jurisdiction "${shop.jurisdiction}"; use one of: ${listed(Object.keys(jurisdictions))}`;
    found.push({ path: ['shop', 'jurisdiction'], message });
  }
  return found;
}

/** What must be known before anything leaves this machine. */
function unready({ shop, senders: named, pages, delivery }: Settings): Contradiction[] {
  const found: Contradiction[] = [];
  const byAws = delivery.email === 'ses' || delivery.sms === 'aws';
  if (byAws && delivery.region === null)
    found.push({ path: ['delivery', 'region'], message: 'name the AWS region of SES and SMS' });
  if (byAws && pages.url === null)
    found.push({
      path: ['pages', 'url'],
      message:
        'messages leave this machine, and their links must lead back; give the https address they begin with',
    });
  if (delivery.email !== 'ses') return found;
  if (shop.senderEmail === EXAMPLE_SENDER_EMAIL && named.default === undefined)
    found.push({
      path: ['shop', 'senderEmail'],
      message: 'this is the example; give the address you send from',
    });
  if (shop.postalAddress === EXAMPLE_POSTAL_ADDRESS)
    found.push({
      path: ['shop', 'postalAddress'],
      message: 'this is the example; give the shop’s own address',
    });
  return found;
}

const CHECKS = [caps, budgets, neverOpen, senders, places, unready];

export function checkTogether(settings: Settings, context: z.RefinementCtx): void {
  for (const check of CHECKS)
    for (const { path, message } of check(settings)) context.addIssue({ code: 'custom', path, message });
}
