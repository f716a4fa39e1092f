import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../core/ids.ts';
import { HOUR_MS } from '../../../core/time.ts';
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import { anIdentity, MAYA, NOW, someSettings } from '../../support/builders.ts';
import {
  aMail,
  anSms,
  aReceipt,
  aRecord,
  aShop,
  contactAt,
  EMAIL,
  PHONE,
  taken,
  tell,
  wrapped,
} from './given.ts';

type Shop = Awaited<ReturnType<typeof aShop>>;

async function events({ store }: Shop): Promise<unknown[]> {
  const facts = await store.factsOf(MAYA, 50);
  return facts.flatMap(({ kind, body }) => (kind === 'event' && body.name !== 'Identified' ? [body] : []));
}

async function answers({ store }: Shop): Promise<string[]> {
  const all = await store.decisionsOf(MAYA);
  return all.flatMap(({ journeyId, template }) => (journeyId === 'reply' ? [template] : []));
}

describe('STOP', () => {
  it.each(['STOP', 'ｓｔｏｐ', '退订', 'please stop texting me'])(
    'as %j switches the number off and says so once',
    async (text) => {
      const shop = await aShop();
      await taken(shop, [aRecord('1', anSms(text))]);
      const contact = await contactAt(shop, 'sms', PHONE);
      expect(contact.consents['sms/*']).toEqual({
        topic: '*',
        channel: 'sms',
        state: 'denied',
        at: NOW,
        source: 'SMS reply',
        wording: text,
        by: 'customer',
      });
      expect(contact.suppression).toMatchObject({ why: 'stop-word', at: NOW });
      expect((await contactAt(shop, 'email', EMAIL)).consents['email/*']).toBeUndefined();
      expect(await events(shop)).toMatchObject([
        { name: 'Consent Withdrawn', properties: { topic: '*', channel: 'sms' } },
      ]);
      expect(await answers(shop)).toEqual(['reply-stop']);
      expect(await shop.store.tasks('care')).toEqual([]);
    },
  );

  it('that comes again, or is said twice, changes nothing more', async () => {
    const shop = await aShop();
    await taken(shop, [aRecord('1', anSms('STOP')), aRecord('2', anSms('STOP'))]);
    await taken(shop, [aRecord('3', anSms('STOP'))]);
    expect(await answers(shop)).toEqual(['reply-stop']);
    const facts = await shop.store.factsOf(MAYA, 50);
    expect(facts.filter(({ kind, body }) => kind === 'consent-changed' && body.topic === '*')).toHaveLength(
      1,
    );
  });

  it.each(['R', 'T', 'TD'])('as %s is heard from mainland China alone', async (text) => {
    const chinese = '+8613812345678';
    const shop = await aShop();
    await tell(shop, anIdentity({ phone: chinese, at: NOW }));
    await taken(shop, [aRecord('1', anSms(text, { originationNumber: chinese }))]);
    expect((await contactAt(shop, 'sms', chinese)).consents['sms/*']?.state).toBe('denied');
    const other = await aShop();
    await taken(other, [aRecord('1', anSms(text))]);
    expect((await contactAt(other, 'sms', PHONE)).consents['sms/*']).toBeUndefined();
    await tell(other, anIdentity({ locale: 'zh-CN', at: NOW }));
    await taken(other, [aRecord('2', anSms(text, { inboundMessageId: 'again' }))]);
    expect((await contactAt(other, 'sms', PHONE)).consents['sms/*']?.state).toBe('denied');
  });

  it('in a word of the shop’s own is heard', async () => {
    const shop = await aShop({ settings: someSettings({ inbound: { stopWords: ['Baja'] } }) });
    await taken(shop, [aRecord('1', anSms('baja!'))]);
    expect((await contactAt(shop, 'sms', PHONE)).suppression?.why).toBe('stop-word');
  });

  it('from a number nobody knows switches it off, is kept, and is not answered', async () => {
    const rejects = memoryRejects();
    const shop = await aShop({ rejects });
    const stranger = '+14155550177';
    const sms = anSms('STOP', { originationNumber: stranger, previousPublishedMessageId: null });
    await taken(shop, [aRecord('1', sms), aRecord('2', sms)]);
    expect((await contactAt(shop, 'sms', stranger)).suppression?.why).toBe('stop-word');
    expect(await rejects.listRejected({ before: null, limit: 9 })).toMatchObject([
      { source: 'inbound', code: 'unknown-sender', applied: true },
    ]);
    expect(await answers(shop)).toEqual([]);
  });

  it('by mail switches the address off, and the one the mail went to', async () => {
    const shop = await aShop();
    const other = 'maya.lin@work.example';
    await taken(shop, [aRecord('1', aReceipt(aMail('', { Subject: 'unsubscribe', From: other })))]);
    for (const address of [EMAIL, other])
      expect((await contactAt(shop, 'email', address)).consents['email/*']?.state).toBe('denied');
    expect((await contactAt(shop, 'email', EMAIL)).suppression).toBeNull();
    expect(await answers(shop)).toEqual([]);
  });

  it('by mail is heard from a program that leaves for its owner', async () => {
    const shop = await aShop();
    const mail = aMail('', { Subject: 'Unsubscribe', 'Auto-Submitted': 'auto-generated', 'In-Reply-To': '' });
    await taken(shop, [aRecord('1', aReceipt(mail))]);
    expect((await contactAt(shop, 'email', EMAIL)).consents['email/*']?.state).toBe('denied');
  });

  it('by mail is heard from whoever a filter takes for spam, and not from a mail server', async () => {
    const shop = await aShop();
    const mail = aMail('unsubscribe');
    await taken(shop, [aRecord('1', aReceipt(mail, { source: '' }))]);
    expect((await contactAt(shop, 'email', EMAIL)).consents['email/*']).toBeUndefined();
    await taken(shop, [aRecord('1', aReceipt(mail, { spam: 'FAIL' }))]);
    expect((await contactAt(shop, 'email', EMAIL)).consents['email/*']?.state).toBe('denied');
  });

  it('leaves a suppression of another kind as it is', async () => {
    const shop = await aShop();
    const before = await contactAt(shop, 'sms', PHONE);
    const suppression = { why: 'hard-bounce', at: NOW - 5, source: 'provider' } as const;
    const contact = { ...before, version: before.version + 1, suppression };
    await shop.store.changeContacts({
      contacts: [{ contact, expectedVersion: before.version }],
      facts: [],
      at: NOW,
    });
    await taken(shop, [aRecord('1', anSms('STOP'))]);
    expect((await contactAt(shop, 'sms', PHONE)).suppression).toEqual(suppression);
    expect((await contactAt(shop, 'sms', PHONE)).consents['sms/*']?.state).toBe('denied');
  });
});

describe('START', () => {
  const at = (minutes: number) => `2026-03-10T11:${String(minutes).padStart(2, '0')}:00.000Z`;

  async function said(
    shop: Shop,
    words: readonly (readonly [text: string, minute: number])[],
  ): Promise<void> {
    shop.clock.now = NOW + HOUR_MS;
    for (const [text, minute] of words)
      await taken(shop, [
        aRecord(text, wrapped(anSms(text, { inboundMessageId: `${text}${minute}` }), at(minute))),
      ]);
  }

  it('gives back what STOP took, and no more', async () => {
    const shop = await aShop();
    await said(shop, [
      ['STOP', 1],
      ['START', 2],
    ]);
    const contact = await contactAt(shop, 'sms', PHONE);
    expect(contact.consents['sms/*']?.state).toBe('granted');
    expect(contact.consents['sms/offers']?.state).toBe('granted');
    expect(contact.suppression).toBeNull();
    expect(await answers(shop)).toEqual(['reply-stop', 'reply-start']);
    expect(await events(shop)).toMatchObject([{ name: 'Consent Given' }, { name: 'Consent Withdrawn' }]);
  });

  it('that crossed the STOP it preceded leaves the number off, in either order', async () => {
    for (const words of [
      [
        ['STOP', 5],
        ['START', 2],
      ],
      [
        ['START', 2],
        ['STOP', 5],
      ],
    ] as const) {
      const shop = await aShop();
      await said(shop, words);
      const contact = await contactAt(shop, 'sms', PHONE);
      expect(contact.consents['sms/*']?.state).toBe('denied');
      expect(contact.suppression?.why).toBe('stop-word');
    }
  });

  it.each(['YES', 'start'])('as %s where nothing was stopped is a reply', async (text) => {
    const shop = await aShop();
    await taken(shop, [aRecord('1', anSms(text))]);
    expect(await events(shop)).toMatchObject([{ name: 'Reply Received', properties: { text } }]);
  });

  it('leaves alone what was refused otherwise', async () => {
    const shop = await aShop();
    const change = {
      topic: '*',
      channel: 'sms',
      state: 'denied',
      at: NOW,
      source: 'preference centre',
      wording: null,
    } as const;
    await tell(shop, anIdentity({ phone: PHONE, at: NOW, consents: [change] }));
    await said(shop, [['START', 2]]);
    expect((await contactAt(shop, 'sms', PHONE)).consents['sms/*']).toEqual(change);
  });

  it('that comes again is no reply', async () => {
    const shop = await aShop();
    await said(shop, [
      ['STOP', 1],
      ['START', 2],
      ['START', 2],
    ]);
    expect(await shop.store.tasks('care')).toEqual([]);
  });
});

describe('HELP', () => {
  it('is answered in a message that goes out after a STOP too, once an hour', async () => {
    const shop = await aShop();
    await taken(shop, [aRecord('1', anSms('HELP')), aRecord('2', anSms('help?'))]);
    expect(await answers(shop)).toEqual(['reply-help']);
    shop.clock.now = NOW + HOUR_MS;
    await taken(shop, [aRecord('3', anSms('ＨＥＬＰ'))]);
    expect(await answers(shop)).toEqual(['reply-help', 'reply-help']);
    expect(await events(shop)).toEqual([]);
    const decision = await shop.store.loadDecision(
      decisionId(`maya/reply/help/${Math.floor(NOW / HOUR_MS)}`),
    );
    expect(decision).toMatchObject({
      class: 'transactional',
      lane: 'transactional',
      journeyVersion: 0,
      channel: 'sms',
    });
  });

  it('is answered with the template the settings name', async () => {
    const shop = await aShop({ settings: someSettings({ inbound: { helpTemplate: 'our-help' } }) });
    await taken(shop, [aRecord('1', anSms('help'))]);
    expect(await answers(shop)).toEqual(['our-help']);
  });

  it('goes to nobody from a number that is not theirs any more', async () => {
    const shop = await aShop();
    await tell(shop, anIdentity({ phone: '+14155550999', at: NOW }));
    await taken(shop, [aRecord('1', anSms('HELP'))]);
    expect(await answers(shop)).toEqual([]);
  });
});
