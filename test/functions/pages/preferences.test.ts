import { describe, expect, it } from 'vitest';
import { customerId } from '../../../core/ids.ts';
import { consentOn } from '../../../core/message/consentStanding.ts';
import { DAY_MS } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { keyOf, pagesWorld, signUp } from '../../support/pagesWorld.ts';

/** The form as the page shows it to somebody who gets newsletter and offers. */
const SHOWN = {
  'shown.email.newsletter': 'on',
  'email.newsletter': 'on',
  'shown.email.offers': 'on',
  'email.offers': 'on',
  'shown.email.service': 'off',
  'shown.pace': 'all',
  pace: 'all',
  'shown.pause': 'off',
  'shown.language': 'en',
  language: 'en',
  'shown.tracking': 'on',
  tracking: 'on',
  reason: '',
  do: 'save',
};

function without(...fields: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(SHOWN).filter(([name]) => !fields.includes(name)));
}

describe('the preference centre', () => {
  it('shows what is in force and since when, with the address masked', async () => {
    const world = await pagesWorld();
    const page = String((await world.get('preferences')).body);
    expect(page).toContain('m•••@example.org');
    expect(page).not.toContain('maya@example.org');
    expect(page).toContain('2 of 3');
    expect(page).toContain('On since 10 March 2026 · checkout form');
    expect(page).toMatch(/id="email\.offers-on" name="email\.offers" value="on" checked/);
    expect(page).not.toMatch(/name="email\.service" value="on" checked/);
  });

  it('speaks the language asked for, else the customer’s, else the browser’s, else the shop’s', async () => {
    const world = await pagesWorld();
    const token = world.token('preferences');
    const languageOf = async (acceptLanguage: string | null, query = '') => {
      const more = { acceptLanguage, query: new URLSearchParams(query) };
      const page = String((await world.ask('GET', 'preferences', token, more)).body);
      return /<html lang="([^"]+)"/.exec(page)?.[1];
    };
    expect(await languageOf(null)).toBe('en');
    expect(await languageOf('de;q=0.9, zh-TW;q=0.8, en;q=0.1')).toBe('zh-CN');
    expect(await languageOf('en-GB,zh;q=0.5')).toBe('en');
    await world.apply(signUp(MAYA, { messageId: 'm2', locale: 'zh-Hans' }));
    expect(await languageOf('en')).toBe('zh-CN');
    expect(await languageOf('zh', 'lang=en')).toBe('en');
  });

  it('records each change with its proof, in one event, and says what changed', async () => {
    const world = await pagesWorld();
    const answer = await world.post('preferences', {
      ...without('email.offers', 'tracking'),
      'email.service': 'on',
      pace: 'weekly',
      pause: 'on',
    });
    expect(answer.status).toBe(303);
    const contact = await world.contact();
    expect(consentOn(contact, 'email', 'offers')).toMatchObject({
      state: 'denied',
      at: NOW,
      source: 'preference centre',
      by: 'customer',
    });
    expect(consentOn(contact, 'email', 'service')).toMatchObject({
      state: 'granted',
      basis: 'express-written',
      confirmed: true,
      wording: expect.stringContaining('About your orders'),
    });
    expect(contact).toMatchObject({
      pace: { most: 1, withinDays: 7 },
      pausedUntil: NOW + 30 * DAY_MS,
      tracking: false,
    });
    const facts = await world.store.factsOf(MAYA, 50);
    const told = facts.find(({ kind, body }) => kind === 'event' && body['name'] === 'Preferences Updated');
    expect(told?.body['properties']).toMatchObject({
      channel: 'email',
      given: ['service'],
      withdrawn: ['offers'],
      pace: 'weekly',
      tracking: false,
    });
    const saved = String((await world.get('preferences', answer.headers['location']?.slice(1))).body);
    expect(saved).toContain('On: “Service” by email. Off: “Offers” by email.');
    expect(saved).toContain('A break until 9 April 2026.');
  });

  it('lets somebody say not to be chosen for by what they did, and say otherwise later', async () => {
    const world = await pagesWorld();
    const off = await world.post('preferences', { 'shown.profiling': 'on' });
    expect((await world.contact()).profiling).toBe(false);
    const page = async (query?: string) => String((await world.get('preferences', query)).body);
    expect(await page(off.headers['location']?.slice(1))).toContain('not chosen by what you did');
    expect(await page('lang=zh')).toContain('根据我买过、看过的商品为我挑选');
    await world.post('preferences', { 'shown.profiling': 'off', profiling: 'on' });
    expect((await world.contact()).profiling).toBe(true);
    await world.post('preferences', { 'shown.profiling': 'on', profiling: 'on' });
    expect((await world.contact()).tracking).toBe(true);
  });

  it('overwrites nothing that was chosen since a tab was opened', async () => {
    const world = await pagesWorld();
    await world.post('unsubscribe', { do: 'off' });
    await world.post('preferences', { ...SHOWN, pace: 'monthly' });
    const contact = await world.contact();
    expect(consentOn(contact, 'email', 'offers')?.state).toBe('denied');
    expect(contact.pace).toEqual({ most: 1, withinDays: 30 });
  });

  it('takes a form that is sent twice once', async () => {
    const world = await pagesWorld();
    const form = without('email.offers');
    await world.post('preferences', form);
    const once = await world.contact();
    const again = await world.post('preferences', form);
    expect(again.headers['location']).toContain('saved=none');
    expect(await world.contact()).toEqual(once);
  });

  it('refuses even what was agreed to by a clock that runs ahead', async () => {
    const world = await pagesWorld();
    const ahead = { ...signUp(MAYA).consents?.[1], at: NOW + 40 * DAY_MS };
    await world.apply(
      signUp(MAYA, {
        messageId: 'm2',
        consents: [
          { ...ahead, topic: 'offers', channel: 'email', state: 'granted', source: 'till', wording: null },
        ],
      }),
    );
    await world.post('preferences', { do: 'all-off' });
    expect(consentOn(await world.contact(), 'email', 'offers')?.state).toBe('denied');
  });

  it('switches everything off at once, and one topic on again leaves the others off', async () => {
    const world = await pagesWorld();
    await world.post('preferences', { do: 'all-off' });
    world.clock.now += 1;
    await world.post('preferences', { 'shown.email.offers': 'off', 'email.offers': 'on' });
    const contact = await world.contact();
    expect(consentOn(contact, 'email', 'offers')?.state).toBe('granted');
    expect(consentOn(contact, 'email', 'newsletter')?.state).toBe('denied');
  });

  it('fills in what a letter’s link asks for, and changes nothing by it', async () => {
    const world = await pagesWorld();
    const before = await world.contact();
    const page = String((await world.get('preferences', 'topic=service&pace=monthly&reason=price')).body);
    expect(page).toMatch(/name="email\.service" value="on" checked/);
    expect(page).toMatch(/name="pace" value="monthly" checked/);
    expect(page).toMatch(/name="reason" value="price" checked/);
    expect(page).toContain('Filled in from the link you followed.');
    expect(await world.contact()).toEqual(before);
    const stay = String((await world.get('preferences', 'pace=stay&topic=nothing-known&reason=<b>')).body);
    expect(stay).toMatch(/name="pace" value="all" checked/);
    expect(stay).not.toContain('<b>');
  });

  it('keeps the language somebody chose, whatever is found out about them later', async () => {
    const world = await pagesWorld();
    await world.post('preferences', { ...SHOWN, language: 'zh-CN' });
    world.clock.now += DAY_MS;
    await world.apply({ ...signUp(MAYA), messageId: 'later', at: world.clock.now, locale: 'en-US' });
    expect((await world.store.loadProfile(MAYA))?.locale).toBe('zh-CN');
    await world.post('preferences', { ...SHOWN, 'shown.language': 'zh-CN', language: 'en' });
    expect((await world.store.loadProfile(MAYA))?.locale).toBe('en');
  });

  it('offers the other channels only while the address of the link is the person’s own', async () => {
    const world = await pagesWorld();
    await world.apply(signUp(MAYA, { messageId: 'm2', phone: '+1 617 555 0100', consents: [] }));
    expect(String((await world.get('preferences')).body)).toContain('name="sms.offers"');
    const moved = { ...signUp(MAYA, { messageId: 'm3', email: 'new@example.org', consents: [] }), at: NOW };
    await world.apply(moved);
    const page = String((await world.get('preferences')).body);
    expect(page).not.toContain('name="sms.offers"');
    expect(page).not.toContain('example.org');
    await world.post('preferences', without('email.offers'));
    expect(consentOn(await world.contact(keyOf(MAYA)), 'email', 'offers')?.state).toBe('denied');
  });

  it('records why, once a day, and never words that are no code', async () => {
    const world = await pagesWorld();
    for (const reason of ['price', 'price', '<script>'])
      await world.post('preferences', { ...SHOWN, reason });
    const facts = await world.store.factsOf(MAYA, 50);
    const reasons = facts.flatMap(({ kind, body: { name, properties } }) =>
      kind === 'event' && name === 'Preferences Updated' ? [properties] : [],
    );
    expect(reasons).toEqual([{ channel: 'email', given: [], withdrawn: [], reason: 'price' }]);
  });

  it('changes the address alone where the person is not kept', async () => {
    const world = await pagesWorld();
    const gone = customerId('gone');
    const claims = { customerId: gone, contactKey: keyOf(gone) };
    await world.post('unsubscribe', { 'List-Unsubscribe': 'One-Click' }, claims);
    expect(consentOn(await world.contact(keyOf(gone)), 'email', 'offers')?.state).toBe('denied');
    expect(await world.store.loadProfile(gone)).toBeNull();
  });

  it('shows and changes nothing of an address that was erased', async () => {
    const world = await pagesWorld();
    const contact = await world.contact();
    await world.store.changeContacts({
      contacts: [
        {
          contact: {
            ...contact,
            version: contact.version + 1,
            suppression: { why: 'erased', at: NOW, source: 'erase' },
          },
          expectedVersion: contact.version,
        },
      ],
      facts: [],
      at: NOW,
    });
    const erased = await world.contact();
    const page = String((await world.get('preferences')).body);
    expect(page).toContain('We keep nothing about this address any more');
    await world.post('preferences', without('email.offers'));
    expect(await world.contact()).toEqual(erased);
  });
});
