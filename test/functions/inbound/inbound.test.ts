import { describe, expect, it } from 'vitest';
import { careBody } from '../../../core/care/careTask.ts';
import { DAY_MS } from '../../../core/time.ts';
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import { composeMail } from '../../../functions/shared/composeMail.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aJourney, anIdentity, MAYA, NOW, at } from '../../support/builders.ts';
import { aMail, anSms, aReceipt, aRecord, aShop, EMAIL, taken, tell, wrapped } from './given.ts';

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

  it('names the message it answers by the id the mail was composed with', async () => {
    const shop = await aShop();
    const frame = {
      from: { name: 'Shop', address: 'hello@shop.example' },
      to: EMAIL,
      replyTo: null,
      id: 'maya/refill//1/email/1',
      at: NOW,
      locale: 'en',
      unsubscribe: null,
      feedbackId: [],
    };
    const composed = composeMail(frame, { subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' });
    if (composed.kind !== 'composed') throw new Error(composed.reason);
    const [, id = ''] = /^Message-ID: (<.+>)/m.exec(Buffer.from(composed.content.raw).toString()) ?? [];
    const late = '2027-01-01T00:00:00.000Z';
    shop.clock.now = at(late);
    const mail = aReceipt(aMail('at last', { 'In-Reply-To': '', References: `<other@x> ${id}` }));
    await taken(shop, [aRecord('1', { ...mail, mail: { ...mail.mail, timestamp: late } })]);
    expect(await events(shop)).toMatchObject([{ properties: { decision: 'maya/refill//1/email/1' } }]);
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
      aReceipt('Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n'.repeat(300)),
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
