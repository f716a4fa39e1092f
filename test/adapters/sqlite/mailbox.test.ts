import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { type Mailbox, openMailbox } from '../../../adapters/sqlite/mailbox.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import type { TemplatedMessage, WebhookMessage } from '../../../core/ports.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { scratchFolder } from './scratchFolder.ts';

const folder = scratchFolder();

function aMessage(overrides: Partial<TemplatedMessage> = {}): TemplatedMessage {
  return {
    decisionId: decisionId('maya/test//1/hello/1'),
    customerId: MAYA,
    channel: 'email',
    to: 'maya@example.org',
    journeyId: 'test',
    journeyVersion: 3,
    nodeId: 'hello',
    class: 'promotional',
    topic: 'offers',
    template: 'hello',
    templateVersion: 2,
    locale: 'zh-CN',
    mergeData: { person: { name: '李娜' }, items: ['mug', 2] },
    at: NOW,
    ...overrides,
  };
}

function aWebhook(overrides: Partial<WebhookMessage> = {}): WebhookMessage {
  const { template: _, templateVersion: __, ...envelope } = aMessage();
  return { ...envelope, channel: 'webhook', to: 'https://shop.example/hooks', ...overrides };
}

async function withMailbox(act: (mailbox: Mailbox) => Promise<void>): Promise<void> {
  const mailbox = openMailbox({ file: folder.fresh() });
  await act(mailbox);
  await mailbox.close();
}

describe('the mailbox', () => {
  it('keeps a message as it was handed over', () =>
    withMailbox(async (mailbox) => {
      const reply = await mailbox.send(aMessage());
      expect(reply.kind).toBe('accepted');
      const [kept] = await mailbox.list({ before: null, limit: 10 });
      const id = reply.kind === 'accepted' ? reply.providerMessageId : '';
      expect(kept).toEqual({ ...aMessage(), seq: 1, providerMessageId: id });
      expect(await mailbox.get(1)).toEqual(kept);
      expect(await mailbox.get(2)).toBeNull();
      expect(await mailbox.get(Number.NaN)).toBeNull();
    }));

  it('keeps an SMS, and a webhook, which has no template', () =>
    withMailbox(async (mailbox) => {
      const sms = aMessage({ channel: 'sms', to: '+4915112345678' });
      await mailbox.send(sms);
      await mailbox.send(aWebhook());
      expect(await mailbox.get(1)).toEqual({ ...sms, seq: 1, providerMessageId: 'mailbox-1' });
      expect(await mailbox.get(2)).toEqual({ ...aWebhook(), seq: 2, providerMessageId: 'mailbox-2' });
    }));

  it('reads what was kept before there were channels as emails', async () => {
    const file = folder.fresh();
    const first = openMailbox({ file });
    await first.send(aMessage());
    await first.close();
    const old = new DatabaseSync(file);
    old.exec(
      'DROP TABLE news; DROP TABLE news_planned; ALTER TABLE messages DROP COLUMN channel; PRAGMA user_version = 1',
    );
    old.close();
    const mailbox = openMailbox({ file });
    await mailbox.send(aWebhook());
    const listed = await mailbox.list({ before: null, limit: 10 });
    expect(listed.map(({ channel }) => channel)).toEqual(['webhook', 'email']);
    await mailbox.close();
  });

  it('gives every message an id of its own', () =>
    withMailbox(async (mailbox) => {
      const replies = await Promise.all(Array.from({ length: 40 }, () => mailbox.send(aMessage())));
      const ids = replies.map((reply) => (reply.kind === 'accepted' ? reply.providerMessageId : null));
      expect(new Set(ids).size).toBe(40);
    }));

  it('accepts the same decision twice, and shows the duplicate', () =>
    withMailbox(async (mailbox) => {
      const once = decisionId('once');
      for (const id of [once, aMessage().decisionId, aMessage().decisionId]) {
        expect((await mailbox.send(aMessage({ decisionId: id }))).kind).toBe('accepted');
      }
      expect(await mailbox.count()).toBe(3);
      expect(await mailbox.duplicates()).toEqual([{ decisionId: aMessage().decisionId, messages: 2 }]);
    }));

  it('takes a webhook twice without calling it a duplicate', () =>
    withMailbox(async (mailbox) => {
      await mailbox.send(aWebhook());
      await mailbox.send(aWebhook());
      expect([await mailbox.count(), await mailbox.duplicates()]).toEqual([2, []]);
    }));

  it('lists newest first, in pages from a cursor on', () =>
    withMailbox(async (mailbox) => {
      for (let n = 0; n < 5; n += 1) await mailbox.send(aMessage({ at: NOW - n }));
      const first = await mailbox.list({ before: null, limit: 2 });
      expect(first.map(({ seq }) => seq)).toEqual([5, 4]);
      const second = await mailbox.list({ before: 4, limit: 9 });
      expect(second.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    }));

  it.each([
    [{ customerIds: [customerId('bob')] }, [2]],
    [{ journeyId: 'win-back' }, [3]],
    [{ search: 'BOB@' }, [2]],
    [{ search: '李娜' }, [3, 1]],
    [{ search: 'spring-sale' }, [3]],
    [{ search: 'maya', journeyId: 'test' }, [1]],
    [{ channel: 'sms' as const }, [4]],
    [{ channel: 'email' as const, search: 'bob' }, [2]],
    [{ search: '%' }, []],
    [{ customerIds: [customerId('nobody')] }, []],
  ])('finds by %j', (filter, found) =>
    withMailbox(async (mailbox) => {
      await mailbox.send(aMessage());
      await mailbox.send(
        aMessage({ customerId: customerId('bob'), to: 'bob@example.org', mergeData: { name: 'Bob' } }),
      );
      await mailbox.send(aMessage({ journeyId: 'win-back', template: 'spring-sale' }));
      await mailbox.send(
        aMessage({
          channel: 'sms',
          to: '+49151',
          customerId: customerId('sam'),
          journeyId: 'sms',
          mergeData: {},
        }),
      );
      const listed = await mailbox.list({ before: null, limit: 10, ...filter });
      expect(listed.map(({ seq }) => seq)).toEqual(found);
      expect(await mailbox.count(filter)).toBe(found.length);
    }),
  );

  it('keeps its messages over a restart', async () => {
    const file = folder.fresh();
    const first = openMailbox({ file });
    await first.send(aMessage());
    await first.close();
    const second = openMailbox({ file, readOnly: true });
    expect(await second.count()).toBe(1);
    await expect(second.send(aMessage())).rejects.toMatchObject({ code: 'store-read-only' });
    await second.close();
  });

  it('that is not there yet is empty to a reader, and is not made', async () => {
    const file = folder.fresh();
    const mailbox = openMailbox({ file, readOnly: true });
    expect(await mailbox.count()).toBe(0);
    expect(await mailbox.list({ before: null, limit: 5 })).toEqual([]);
    await mailbox.close();
    expect(existsSync(file)).toBe(false);
  });

  it('is no store, and a store is no mailbox', async () => {
    const [store, mailbox] = [folder.fresh(), folder.fresh()];
    await openSqliteStore({ file: store }).close();
    await openMailbox({ file: mailbox }).close();
    expect(() => openMailbox({ file: store })).toThrow(/another program/);
    expect(() => openSqliteStore({ file: mailbox })).toThrow(/another program/);
  });
});
