import { describe, expect, it } from 'vitest';
import { careBody } from '../../../core/care/careTask.ts';
import { decisionId } from '../../../core/ids.ts';
import { DAY_MS, HOUR_MS } from '../../../core/time.ts';
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aJourney, anIdentity, MAYA, NOW, someSettings } from '../../support/builders.ts';
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

describe('a reply', () => {
  it.each([
    ['an SMS', aRecord('1', anSms('Where is my kettle?')), 'sms'],
    ['an SMS wrapped by SNS', aRecord('1', wrapped(anSms('Where is my kettle?'))), 'sms'],
    [
      'a mail',
      aRecord('1', aReceipt(aMail('Where is my kettle?\r\n\r\nOn Tue, Shop wrote:\r\n> Hello'))),
      'email',
    ],
    ['a mail wrapped by SNS', aRecord('1', wrapped(aReceipt(aMail('Where is my kettle?')))), 'email'],
  ])('by %s is an event with its words, what it answers, and a task', async (_, record, channel) => {
    const shop = await aShop();
    expect(await taken(shop, [record])).toEqual([]);
    expect(await events(shop)).toEqual([
      {
        name: 'Reply Received',
        properties: {
          channel,
          text: 'Where is my kettle?',
          decision: `maya/refill//1/${channel}/1`,
          journey: 'refill',
          topic: 'cart',
        },
      },
    ]);
    const [task] = await shop.store.tasks('care');
    expect(careBody(task!)).toMatchObject({
      about: 'answer reply',
      reason: 'Where is my kettle?',
      journey: 'refill',
    });
  });

  it('ends the cadence it answers, also where it waited in the queue for days', async () => {
    const shop = await aShop();
    const nodes = { start: { type: 'wait', for: '3d', next: 'done' }, done: { type: 'end' } } as const;
    await shop.store.publishJourney(
      aJourney({ nodes, exits: [{ on: 'event', event: 'Reply Received' }] }),
      NOW - DAY_MS,
    );
    await tell(shop, { ...anIdentity(), kind: 'tracked', name: 'Signed Up', properties: {} });
    expect((await shop.store.loadPerson(MAYA))?.enrolments).toMatchObject([{ status: 'active' }]);
    shop.clock.now = NOW + 2 * DAY_MS;
    await taken(shop, [aRecord('1', wrapped(anSms('yes, thank you')))]);
    expect((await shop.store.loadPerson(MAYA))?.enrolments).toMatchObject([
      { status: 'ended', endReason: 'exit' },
    ]);
  });

  it('that comes again changes nothing', async () => {
    const shop = await aShop();
    const record = aRecord('1', anSms('hello'));
    await taken(shop, [record, record]);
    await taken(shop, [record]);
    expect(await events(shop)).toHaveLength(1);
    expect(await shop.store.tasks('care')).toHaveLength(1);
  });

  it('keeps two kilobytes of its words, whole signs', async () => {
    const shop = await aShop();
    await taken(shop, [aRecord('1', aReceipt(aMail('水'.repeat(5_000))))]);
    const [event] = await events(shop);
    expect(event).toMatchObject({ properties: { text: '水'.repeat(682) } });
  });

  it('is of the person whose message it answers, whatever address it comes from', async () => {
    const shop = await aShop();
    await taken(shop, [aRecord('1', aReceipt(aMail('from work', { From: 'maya.lin@work.example' })))]);
    expect(await events(shop)).toMatchObject([{ name: 'Reply Received' }]);
  });

  it('without an id of what it answers is of whoever has the address, about the last message there', async () => {
    const shop = await aShop();
    await taken(shop, [
      aRecord('1', aReceipt(aMail('hello', { 'In-Reply-To': '', From: EMAIL.toUpperCase() }))),
    ]);
    expect(await events(shop)).toMatchObject([{ properties: { decision: 'maya/refill//1/email/1' } }]);
  });

  it('of HTML alone is read without what it quotes', async () => {
    const shop = await aShop();
    const html =
      '<style>p{}</style><div>It&nbsp;works &amp; looks <b>fine</b>.<br>Thanks</div><div class="gmail_quote">On Tue Shop wrote</div>';
    await taken(shop, [aRecord('1', aReceipt(aMail(html, { 'Content-Type': 'text/html; charset=utf-8' })))]);
    expect(await events(shop)).toMatchObject([{ properties: { text: 'It works & looks fine.\nThanks' } }]);
  });

  it('that lies in S3 is fetched; where nothing reads S3 its record fails', async () => {
    const shop = await aShop();
    const record = aRecord('1', aReceipt('', { inS3: true }));
    expect(await taken(shop, [record])).toEqual(['1']);
    const fetchMail = async ({ bucket, key }: { bucket: string; key: string }) =>
      Buffer.from(aMail(`${bucket}/${key}`));
    expect(await taken(shop, [record], { fetchMail })).toEqual([]);
    expect(await events(shop)).toMatchObject([{ properties: { text: 'mails/in/1' } }]);
  });

  it.each([
    ['an absence notice', aReceipt(aMail('I am away', { 'Auto-Submitted': 'auto-replied' }))],
    ['a bounce', aReceipt(aMail('could not be delivered'), { source: '<>' })],
    ['a mail server', aReceipt(aMail('failed', { From: 'MAILER-DAEMON@mail.example' }))],
    ['spam', aReceipt(aMail('buy now'), { spam: 'FAIL' })],
    ['a mail without a word', aReceipt(aMail('> quoted', { Subject: '' }))],
  ])('is not what %s says', async (_, receipt) => {
    const shop = await aShop();
    expect(await taken(shop, [aRecord('1', receipt)])).toEqual([]);
    expect(await events(shop)).toEqual([]);
    expect(await shop.store.tasks('care')).toEqual([]);
  });
});

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

describe('a batch', () => {
  it('keeps what nobody known wrote, with what to do about it', async () => {
    const rejects = memoryRejects();
    const world = aContainer({ rejects });
    expect(await taken(world, [aRecord('1', aReceipt(aMail('who am I?')))])).toEqual([]);
    const [kept] = await rejects.listRejected({ before: null, limit: 9 });
    expect(kept).toMatchObject({ code: 'unknown-sender', field: 'from', applied: false });
    expect(kept?.raw).toContain('who am I?');
  });

  it.each([
    ['no JSON', '{'],
    ['JSON of another kind', { hello: 1 }],
    ['an SMS without a sender', anSms('x', { originationNumber: '' })],
    ['a mail from nobody', aReceipt(aMail('x', { From: '' }))],
    ['a wrapped nothing', { Type: 'Notification', Message: '' }],
    [
      'a mail nested without end',
      aReceipt(`${'Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n'.repeat(300)}`),
    ],
  ])('fails on %s alone', async (_, body) => {
    const shop = await aShop();
    const [a, b] = [anSms('one'), anSms('two')];
    expect(await taken(shop, [aRecord('a', a), aRecord('bad', body), aRecord('b', b)])).toEqual(['bad']);
    expect(await events(shop)).toHaveLength(2);
  });

  it('takes what one number wrote in its order', async () => {
    const shop = await aShop();
    await taken(shop, [
      aRecord('1', anSms('STOP')),
      aRecord('2', anSms('and thank you')),
      aRecord('3', anSms('HELP')),
    ]);
    expect(await answers(shop)).toEqual(['reply-stop', 'reply-help']);
  });
});
