/** A shop of canaries for S10: people whose every word is unique, told through every way in there is. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { customerId, decisionId } from '../../../core/ids.ts';
import { signLink } from '../../../functions/shared/linkToken.ts';
import { LocalApi } from '../../../local/api/localApi.ts';
import type { ApiRequest } from '../../../local/api/types.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { publishRooms, tellRooms } from './canaryRooms.ts';
import type { Canaries } from './canaries.ts';

const JOURNEY = `
id: canary
name: { en: Canary, zh-CN: 金丝雀 }
topic: service
class: transactional
priority: 50
entry: [{ on: event, event: Sang, key: song }]
reentry: always
start: mail
nodes:
  mail: { type: send, template: delivered-thanks, next: call }
  call: { type: send, channel: webhook, url: 'https://hooks.example.com/canary', next: end }
  end: { type: end }
`;

export function canariesOf(seed: number, person: number, kind: 'gone' | 'stays'): Canaries {
  const word = (what: string) => `${kind}${seed}q${person}q${what}`;
  const texts = [
    'name',
    'trait',
    'item',
    'property',
    'order',
    'reply',
    'mail',
    'url',
    'wording',
    'data',
    'source',
    'points',
    'spent',
    'redeemed',
    'complaint',
  ] as const;
  const number = String((seed * 1_009 + person * 7 + (kind === 'gone' ? 3 : 5)) % 100_000).padStart(5, '0');
  return {
    id: word('id'),
    anonymous: word('anonymous'),
    alias: word('alias'),
    email: `${word('email')}@canary.example`,
    oldEmail: `${word('oldemail')}@canary.example`,
    phone: `+491511${kind === 'gone' ? '2' : '3'}${number}`,
    texts: Object.fromEntries(texts.map((what) => [what, word(what)])) as unknown as Canaries['texts'],
  };
}

export function everyCanary({ texts, ...ids }: Canaries): string[] {
  return [...Object.values(ids), ...Object.values(texts)];
}

export class CanaryShop {
  readonly dir = mkdtempSync(join(tmpdir(), 'perennial-s10-'));
  readonly api = new LocalApi({ dataDir: this.data, workspace: 'main', runJob: runJobHere });

  get data(): string {
    return join(this.dir, 'data');
  }

  async ask(
    method: ApiRequest['method'],
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const answer = await this.api.request({ method, path, headers, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async import(kind: string, text: string, options: Record<string, unknown>): Promise<void> {
    const file = join(this.dir, `${kind}.csv`);
    writeFileSync(file, text);
    await this.ask('POST', `/v1/imports/${kind}`, { file, ...options });
  }

  /** Files that are the shop's own, read once, lie outside the data folder. */
  async begin(people: readonly Canaries[]): Promise<void> {
    const orders = people.map(({ id, texts }) => `${id},2026-01-05,${texts.order},${texts.item},1,20.00`);
    await this.import('orders', `customer,date,order,item,quantity,amount\n${orders.join('\n')}\n`, {
      map: 'customer=customer,date=date,order=order,item=item,quantity=quantity,amount=amount',
      currency: 'USD',
    });
    const rows = people.map(
      ({ id, oldEmail, phone, texts }) => `${id},${oldEmail},${phone},${texts.name},${texts.trait}`,
    );
    await this.import('customers', `id,email,phone,name,taste\n${rows.join('\n')}\n`, {
      map: 'id=id,email=email,phone=phone,name=name,trait.taste=taste',
    });
    const consents = people.map(
      ({ email, texts }) => `${email},offers,yes,2026-02-01,${texts.source},${texts.wording},express`,
    );
    await this.import(
      'consents',
      `address,topic,state,at,source,wording,basis\n${consents.join('\n')}\n`,
      {},
    );
    await this.ask('POST', '/v1/journeys', { source: JOURNEY, enrol: { kind: 'new-only' } });
    await publishRooms(this);
  }

  private async track(key: string, call: 'batch', body: unknown): Promise<void> {
    const tracker = await this.api.tracker('main');
    const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    const answer = await tracker.track({ call, authorization, body: JSON.stringify(body) });
    if (answer.status >= 300) throw new Error(`tracking: ${answer.status} ${answer.body}`);
  }

  async tell(who: Canaries): Promise<void> {
    const keys = (await this.ask('GET', '/v1/keys')) as { writeKey: string | null }[];
    const key = keys[0]?.writeKey ?? '';
    const { id: userId, anonymous: anonymousId, alias, email, phone, texts } = who;
    const messageId = (what: string) => `${what}/${userId}`;
    await this.track(key, 'batch', {
      batch: [
        {
          type: 'track',
          event: 'Looked',
          messageId: messageId('a'),
          anonymousId,
          properties: { note: texts.property },
        },
        {
          type: 'identify',
          messageId: messageId('b'),
          userId,
          anonymousId,
          traits: { email, phone, name: texts.name },
        },
        { type: 'alias', messageId: messageId('c'), userId, previousId: alias },
        {
          type: 'track',
          event: 'Sang',
          messageId: messageId('d'),
          userId,
          properties: { song: texts.data, page: `https://shop.example/${texts.url}` },
        },
        {
          type: 'track',
          event: 'Order Completed',
          messageId: messageId('e'),
          userId,
          properties: { order_id: `${texts.order}-2`, revenue: 'a lot', email },
        },
        { type: 'track', event: '', messageId: messageId('f'), userId, properties: { note: texts.property } },
        {
          type: 'identify',
          messageId: messageId('g'),
          anonymousId: `${anonymousId}-2`,
          traits: { email, phone: `not ${phone}` },
        },
        {
          type: 'track',
          event: 'Complaint Opened',
          messageId: messageId('h'),
          userId,
          properties: { complaint_id: texts.complaint, text: texts.reply },
        },
      ],
    });
    await this.ask('POST', '/v1/waves');
    const inbound = await this.api.inbound('main');
    const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
    const sms = { from: phone, text: `Please call me, ${texts.reply}`, id: messageId('sms') };
    await inbound.take({ channel: 'sms', authorization, body: Buffer.from(JSON.stringify(sms)) });
    const mail = `From: ${texts.name} <${email}>\r\nTo: shop@shop.example\r\nMessage-ID: <${userId}@canary.example>\r\nSubject: ${texts.mail}\r\n\r\nHello, ${texts.mail}.\r\n`;
    await inbound.take({ channel: 'email', authorization, body: Buffer.from(mail) });
    await this.ask('POST', '/v1/messages', {
      template: 'delivered-thanks',
      customer: userId,
      data: { note: texts.data },
    });
    await this.ask('POST', '/v1/messages', {
      template: 'delivered-thanks',
      address: email,
      data: { note: texts.data },
    });
    await this.ask('POST', '/v1/test-sends', { template: 'delivered-thanks', customer: userId, to: [email] });
    await this.prefer(who);
    await tellRooms(this, who);
    await this.ask('POST', '/v1/waves');
  }

  /** Canaries in the exports of people who keep theirs. */
  async toldOf(people: readonly Canaries[]): Promise<string[]> {
    const exports = people.map(async (who) => {
      const told = JSON.stringify(await this.ask('GET', `/v1/customers/${who.id}/export`));
      return everyCanary(who).filter((canary) => told.includes(canary));
    });
    return (await Promise.all(exports)).flat();
  }

  /** The customer's own page: another language, a topic off. */
  private async prefer({ id, email }: Canaries): Promise<void> {
    const { container } = await this.api.workspace('main');
    const { links } = container;
    if (links === undefined) throw new Error('there are no links');
    const claims = {
      decisionId: decisionId(`${id}/canary`),
      customerId: customerId(id),
      contactKey: container.addressKeyOf('email', email),
      channel: 'email' as const,
      topic: 'newsletter',
    };
    const path = `/p/unsubscribe/${signLink(links.keys, 'unsubscribe', claims)}`;
    const request = { path, query: new URLSearchParams(), acceptLanguage: 'en', userAgent: 'test' };
    await this.api.page({ ...request, method: 'GET', body: '' });
    await this.api.page({ ...request, method: 'POST', body: 'List-Unsubscribe=One-Click' });
  }
}
