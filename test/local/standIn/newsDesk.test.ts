import { describe, expect, it } from 'vitest';
import { openMailbox, type MailboxMessage } from '../../../adapters/sqlite/mailbox.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { TemplatedMessage } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../core/settings/settings.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { inventedNews } from '../../../local/standIn/inventedNews.ts';
import { linksIn } from '../../../local/standIn/linksIn.ts';
import { newsDesk, newsDeskOf } from '../../../local/standIn/newsDesk.ts';
import { aContainer } from '../../support/aContainer.ts';
import { aDecision, NOW } from '../../support/builders.ts';
import { decide, know } from '../../support/sendWorld.ts';

type Mail = MailboxMessage & TemplatedMessage;

function aMessage(n = 1, overrides: Partial<Mail> = {}): Mail {
  return {
    seq: n,
    providerMessageId: `mailbox-${n}`,
    decisionId: decisionId(`p${n}/test//1/hello/1`),
    customerId: customerId(`p${n}`),
    channel: 'email',
    to: `p${n}@example.org`,
    journeyId: 'test',
    journeyVersion: 1,
    nodeId: 'hello',
    class: 'promotional',
    topic: 'offers',
    template: 'hello',
    templateVersion: 1,
    locale: 'en',
    mergeData: {},
    at: NOW,
    ...overrides,
  };
}

const MANY = Array.from({ length: 20_000 }, (_, n) => aMessage(n + 1));

function shareOf(holds: (kinds: readonly string[]) => boolean): number {
  const hits = MANY.filter((one) => holds(inventedNews(1, one).map(({ kind }) => kind)));
  return hits.length / MANY.length;
}

describe('what is invented', () => {
  it('is the same for the same seed and message, and another for another seed', () => {
    expect(inventedNews(1, aMessage())).toEqual(inventedNews(1, aMessage()));
    const fates = (seed: number) => JSON.stringify(MANY.slice(0, 50).map((one) => inventedNews(seed, one)));
    expect(fates(1)).not.toBe(fates(2));
  });

  it('happens after the message left, within two weeks', () => {
    for (const one of MANY.slice(0, 2_000)) {
      for (const { at } of inventedNews(1, one)) {
        expect(at).toBeGreaterThan(one.at);
        expect(at).toBeLessThan(one.at + 14 * DAY_MS);
      }
    }
  });

  it('is what a shop in good standing sees', () => {
    expect(shareOf((kinds) => kinds.includes('delivered'))).toBeGreaterThan(0.97);
    expect(shareOf((kinds) => kinds.includes('bounced'))).toBeLessThan(0.025);
    expect(shareOf((kinds) => kinds.includes('complained'))).toBeLessThan(
      DEFAULT_SETTINGS.guard.complaintRate,
    );
    expect(shareOf((kinds) => kinds.includes('opened'))).toBeGreaterThan(0.3);
    expect(shareOf((kinds) => kinds.includes('clicked'))).toBeGreaterThan(0.05);
    expect(shareOf((kinds) => kinds.includes('bounced') && kinds.includes('opened'))).toBe(0);
  });

  it('treats an address alike whatever is sent there', () => {
    const bad = MANY.find((one) =>
      inventedNews(1, one).some((news) => news.kind === 'bounced' && news.bounce === 'hard'),
    );
    const again = aMessage(0, { to: bad?.to ?? '', decisionId: decisionId('another') });
    expect(inventedNews(1, again).map(({ kind }) => kind)).toEqual(['sent', 'bounced']);
  });

  it('opens no text message, and says nothing of a webhook', () => {
    const kinds = MANY.slice(0, 500).flatMap((one) =>
      inventedNews(1, { ...one, channel: 'sms', to: '+15550100200' }).map(({ kind }) => kind),
    );
    expect(new Set(kinds)).toEqual(new Set(['sent', 'delivered', 'bounced']));
    expect(inventedNews(1, { ...aMessage(), channel: 'webhook' })).toEqual([]);
  });
});

describe('links of a mail', () => {
  it('are those to the shop, and not those of the foot', () => {
    const html = `<a class="x" href="https://shop.example/tea?a=1&amp;b=2">Tea</a> <a href="https://shop.example/p/unsubscribe/T">off</a>
      <a href="https://shop.example/p/preferences/T">choose</a> <a href="https://shop.example/p/c/T">tracked</a> <a href="mailto:x@y.z">write</a>`;
    expect(linksIn(html)).toEqual(['https://shop.example/tea?a=1&b=2', 'https://shop.example/p/c/T']);
  });
});

describe('the desk', () => {
  const COUNT = 60;

  async function aShop() {
    const world = aContainer();
    const mailbox = openMailbox({ file: ':memory:' });
    const decisions: Decision[] = [];
    for (let n = 1; n <= COUNT; n += 1) {
      const { customerId: id, decisionId: of } = aMessage(n);
      await know(world.store, { id });
      decisions.push(aDecision({ id: of, customerId: id, outcome: 'sent', dueAt: null, settledAt: NOW }));
    }
    await decide(world.store, ...decisions);
    for (let n = 1; n <= COUNT; n += 1) await mailbox.send(aMessage(n));
    const words = {
      subject: 'Hi',
      preheader: '',
      html: '<a href="https://shop.example/tea">Tea</a>',
      text: 'Hi',
    };
    const source = { subject: 'Hi', preheader: '', mjml: '<mjml></mjml>', text: 'Hi' };
    await world.store.publishTemplate(
      { id: 'hello', channel: 'email', locales: { en: source, 'zh-CN': source } },
      { en: words, 'zh-CN': words },
      NOW,
    );
    return { ...world, mailbox, decisions };
  }

  it('tells in time what was invented, through the handler, and each thing once', async () => {
    const { container, clock, mailbox, store, decisions } = await aShop();
    const desk = newsDesk(container, mailbox);
    expect(await desk.nextAt()).toBeGreaterThan(NOW);
    let told = 0;
    for (let at = NOW; at < NOW + 14 * DAY_MS; at += 6 * HOUR_MS) {
      clock.now = at;
      told += await desk.tell(at);
    }
    expect(told).toBe(
      Array.from({ length: COUNT }, (_, n) => inventedNews(container.settings.seed, aMessage(n + 1))).flat()
        .length,
    );
    expect(await desk.nextAt()).toBeNull();
    expect(await desk.tell(clock.now)).toBe(0);
    for (const [n, { id }] of decisions.entries()) {
      const news = inventedNews(container.settings.seed, aMessage(n + 1));
      const feedback = (await store.loadDecision(id))?.feedback;
      expect(feedback?.deliveredAt).toBe(news.find(({ kind }) => kind === 'delivered')?.at);
      const clicked = [feedback?.clickedAt, feedback?.clickedByMachineAt].filter((at) => at !== undefined);
      expect(clicked.length > 0).toBe(news.some(({ kind }) => kind === 'clicked'));
    }
    await mailbox.close();
  });

  it('tells again what could not be applied', async () => {
    const { container, clock, mailbox, store } = await aShop();
    let away = true;
    const failing = {
      ...store,
      recordFeedback: (change: Parameters<typeof store.recordFeedback>[0]) =>
        away ? Promise.reject(new Error('away')) : store.recordFeedback(change),
    };
    const desk = newsDesk(aContainer({ store: failing, now: () => clock.now }).container, mailbox);
    clock.now = NOW + MINUTE_MS;
    expect(await desk.tell(clock.now)).toBe(0);
    away = false;
    expect(await desk.tell(clock.now)).toBeGreaterThan(COUNT);
    expect(container.settings.delivery.mailboxNews).toBe('none');
    await mailbox.close();
  });

  it.each([
    [{}, false],
    [{ mailboxNews: 'invented' }, true],
    [{ mailboxNews: 'none' }, false],
  ])('is there only where the settings ask for it: %o', async (delivery, isThere) => {
    const mailbox = openMailbox({ file: ':memory:' });
    const { container } = aContainer({ settings: settingsSchema.parse({ delivery }) });
    expect(newsDeskOf(container, mailbox) !== null).toBe(isThere);
    await mailbox.close();
  });

  it('is never there beside a real provider', async () => {
    const mailbox = openMailbox({ file: ':memory:' });
    const settings = {
      ...DEFAULT_SETTINGS,
      delivery: { ...DEFAULT_SETTINGS.delivery, email: 'ses', mailboxNews: 'invented' } as const,
    };
    expect(newsDeskOf(aContainer({ settings }).container, mailbox)).toBeNull();
    await mailbox.close();
  });
});
