import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { journeySchema } from '../../../core/journey/definition.ts';
import type { Person } from '../../../core/customer/person.ts';
import { templateSchema } from '../../../core/message/template.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import type { SimulationInput } from '../../../local/simulate/simulate.ts';
import { anOrder, denied, granted } from '../../support/builders.ts';
import { aHistory, FROM, run } from './history.ts';

/** An SMS and a webhook after each order. */
const TEXT_AND_TELL = journeySchema.parse({
  id: 'text-and-tell',
  name: { en: 'Text and tell', 'zh-CN': '短信与通知' },
  topic: 'orders',
  class: 'care',
  entry: [{ on: 'event', event: 'Order Completed' }],
  start: 'text',
  nodes: {
    text: { type: 'send', channel: 'sms', template: 'thanks', next: 'tell' },
    tell: { type: 'send', channel: 'webhook', url: 'https://shop.example/hooks', next: 'done' },
    done: { type: 'end' },
  },
});
/** Two parts in English. */
const THANKS = templateSchema.parse({
  id: 'thanks',
  channel: 'sms',
  locales: { en: { text: 'Thank you. '.repeat(15) }, 'zh-CN': { text: '谢谢' } },
});
const MORE: Partial<SimulationInput> = {
  definitions: { journeys: [TEXT_AND_TELL], templates: [THANKS], settings: DEFAULT_SETTINGS },
};

const PEOPLE = 12;
const ids = Array.from({ length: PEOPLE }, (_, i) => customerId(`c${i}`));
const orders = ids.map((id) => anOrder({ id: `o-${id}`, customerId: id, at: FROM + DAY_MS + 12 * HOUR_MS }));
const agreed = granted('orders', { channel: 'sms' });
const phones = ids.map((id, i) => ({
  person: { id, phone: `+4915100000${i}`, email: null },
  consents: [agreed],
}));

describe('a simulation with SMS and webhooks', () => {
  it('sends on the consent for SMS, and counts what each channel costs', async () => {
    const source = await aHistory({ orders, people: phones });
    const plain = await run(source, {}, MORE);
    expect(plain.ledger).toMatchObject({ accepted: 2 * PEOPLE, sent: 2 * PEOPLE });
    const price = DEFAULT_SETTINGS.messages.smsPriceMicroUsd;
    const counts = { currency: 'USD', emails: 0, sms: PEOPLE, webhooks: PEOPLE };
    const cost = (smsParts: number) => ({
      ...counts,
      smsParts,
      microUsd: smsParts * price,
      usd: (smsParts * price) / 1e6,
    });
    expect(plain.cost).toEqual(cost(PEOPLE));
    const rendered = await run(source, { render: true }, MORE);
    expect([rendered.cost, rendered.rendered]).toEqual([cost(2 * PEOPLE), 2 * PEOPLE]);
    expect({ ...rendered, cost: 0, rendered: 0 }).toEqual({ ...plain, cost: 0, rendered: 0 });
  });

  it('shares the phone’s caps and refusals among those who share the phone, also where two threads were asked for', async () => {
    const family = (i: number): Partial<Person> => ({ phone: '+4915100000', email: `p${i}@example.org` });
    const people = ids.map((id, i) => ({ person: { id, ...family(i) }, consents: [agreed] }));
    const settings = {
      ...DEFAULT_SETTINGS,
      messages: { ...DEFAULT_SETTINGS.messages, caps: [{ class: 'care' as const, most: 1, withinDays: 7 }] },
    };
    const definitions = { journeys: [TEXT_AND_TELL], templates: [THANKS], settings };
    const capped = await run(await aHistory({ orders, people }), {}, { definitions, threads: 2 });
    expect([capped.cost.sms, capped.suppressed]).toEqual([1, { 'frequency-cap': PEOPLE - 1 }]);
    const refused = people.map((one, i) =>
      i === 0 ? { ...one, consents: [denied('orders', { channel: 'sms' })] } : one,
    );
    const report = await run(
      await aHistory({ orders, people: refused }),
      { assumeConsent: ['orders'] },
      MORE,
    );
    expect([report.cost.sms, report.suppressed]).toEqual([0, { 'opted-out': PEOPLE }]);
  });

  it('assumes a phone and consent only for the channel named, and says which decisions rest on it', async () => {
    const source = await aHistory({ orders });
    const email = await run(source, { assumeReachable: ['email'], assumeConsent: ['orders'] }, MORE);
    expect([email.cost.sms, email.suppressed]).toEqual([0, { 'no-address': PEOPLE }]);
    expect(email.assumptions.decisions).toBe(0);
    const both = await run(source, { assumeReachable: ['email', 'sms'], assumeConsent: ['orders'] }, MORE);
    expect([both.cost.sms, both.suppressed]).toEqual([PEOPLE, {}]);
    expect(both.assumptions).toEqual({
      reachable: true,
      reachableBy: ['email', 'sms'],
      consent: ['orders'],
      peopleAssumedReachable: PEOPLE,
      consentsAssumed: 2 * PEOPLE,
      decisions: PEOPLE,
    });
  });

  it('keeps apart assumed phones of ids that differ in case or length alone', async () => {
    const settings = {
      ...DEFAULT_SETTINGS,
      messages: { ...DEFAULT_SETTINGS.messages, caps: [{ class: 'care' as const, most: 1, withinDays: 31 }] },
    };
    const definitions = { journeys: [TEXT_AND_TELL], templates: [THANKS], settings };
    const alike = ['a', 'A', 'aa', '李', 'é'].map((raw) => customerId(raw));
    const some = alike.map((id) =>
      anOrder({ id: `o-${id}`, customerId: id, at: FROM + DAY_MS + 12 * HOUR_MS }),
    );
    const assuming = { assumeReachable: ['sms'], assumeConsent: ['orders'] } as const;
    const report = await run(await aHistory({ orders: some }), assuming, { definitions });
    expect(report.cost.sms).toBe(alike.length);
  });
});
