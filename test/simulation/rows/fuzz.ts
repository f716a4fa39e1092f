/** Raw events and bodies for S8: nothing at all, nonsense, hostile text, and what is right but for one part. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { signLink } from '../../../functions/shared/linkToken.ts';
import { addressKey, customerId, decisionId } from '../../../core/ids.ts';
import { TEST_KEYS } from '../../support/pagesWorld.ts';
import type { Dice } from '../world/dice.ts';

const TEXTS = [
  '',
  ' ',
  '0',
  'null',
  '\u0000',
  '\ud800',
  '退订',
  'STOP',
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%E0%A4%A',
  '{{ 7 | times: 7 }}',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '=cmd|x',
  'a'.repeat(600),
  '𝕏'.repeat(40),
  '-1',
  '1e999',
  '2026-02-30',
  '2026-02-10T10:00:00Z',
  'maya',
  'newsletter',
  'email',
  'sms',
  'promotional',
  'en',
  'USD',
  '+4915112345678',
  'maya@example.org',
  'https://127.0.0.1/',
  'Signed Up',
  'Order Completed',
  'welcome',
];
const NUMBERS = [0, -0, 1, -1, 0.5, 1e308, -1e308, 2 ** 53, 1_770_000_000_000, 4_102_444_800_000_000];
const NAMES = [
  'type',
  'kind',
  'event',
  'name',
  'userId',
  'anonymousId',
  'messageId',
  'timestamp',
  'properties',
  'traits',
  'context',
  'batch',
  'order',
  'orderId',
  'order_id',
  'customerId',
  'at',
  'source',
  'consents',
  'topic',
  'channel',
  'state',
  'mail',
  'eventType',
  'bounce',
  'bouncedRecipients',
  'tags',
  'messageBody',
  'originationNumber',
  'inboundMessageId',
  'plan',
  'run',
  'segment',
  'segments',
  'tallies',
  'lanes',
  'shards',
  'template',
  'to',
  'data',
  'idempotencyKey',
  'class',
  'text',
  'texts',
  'id',
  'items',
  'limit',
  'source',
  'previousId',
  'products',
  'total',
  'currency',
  '__proto__',
  'constructor',
  'length',
];

type Makers = readonly (() => unknown)[];

/** What each handler takes, to be spoilt in a part. */
const RIGHT: Readonly<Record<string, Makers>> = {
  eventIntake: [
    () => ({
      kind: 'tracked',
      source: 'fuzz',
      messageId: 'm1',
      customerId: 'maya',
      at: 1_773_140_000_000,
      name: 'Signed Up',
      properties: {},
    }),
    () => ({
      kind: 'identified',
      source: 'fuzz',
      messageId: 'm2',
      customerId: 'maya',
      at: 1_773_140_000_000,
      email: 'maya@example.org',
      consents: [
        { topic: 'newsletter', channel: 'email', state: 'denied', at: 1, source: 'x', wording: null },
      ],
    }),
    () => ({
      kind: 'order',
      source: 'fuzz',
      messageId: 'm3',
      customerId: 'maya',
      at: 1_773_140_000_000,
      order: { id: 'o1', customerId: 'maya', at: 1, amountMinor: 100, currency: 'USD', lines: [] },
    }),
    () => ({ kind: 'aliased', source: 'fuzz', messageId: 'm4', customerId: 'maya', at: 1, previous: 'm' }),
  ],
  providerEvents: [
    () => ({
      eventType: 'Bounce',
      mail: {
        messageId: 'x',
        timestamp: '2026-03-10T10:00:00Z',
        destination: ['maya@example.org'],
        tags: { 'perennial-decision': ['bWF5YQ'] },
      },
      bounce: { bounceType: 'Permanent', bouncedRecipients: [{ emailAddress: 'maya@example.org' }] },
    }),
    () => ({
      eventType: 'TEXT_INVALID',
      eventTimestamp: 1_773_140_000_000,
      messageId: 'x',
      destinationPhoneNumber: '+4915112345678',
      context: {},
    }),
  ],
  inbound: [
    () => ({ originationNumber: '+4915112345678', messageBody: 'STOP', inboundMessageId: 'i1' }),
    () => ({ from: '+4915112345678', text: 'HELP', id: 'i2' }),
    () => ({
      notificationType: 'Received',
      mail: { messageId: 'x', timestamp: '2026-03-10T10:00:00Z', source: 'maya@example.org' },
      receipt: { action: { type: 'SNS', encoding: 'UTF-8' } },
      content: 'From: maya@example.org\r\nSubject: Re: hello\r\n\r\nthank you\r\n',
    }),
  ],
  inboundPost: [() => ({ from: '+4915112345678', text: 'stop', id: 'i4' })],
  tracking: [
    () => ({ userId: 'maya', event: 'Signed Up', properties: {}, messageId: 't1' }),
    () => ({
      userId: 'maya',
      event: 'Order Completed',
      properties: { order_id: 'o2', total: 5, currency: 'USD', products: [{ product_id: 'p', price: 5 }] },
    }),
    () => ({ userId: 'maya', traits: { email: 'maya@example.org', timezone: 'Europe/Berlin' } }),
    () => ({ userId: 'maya', previousId: 'm' }),
    () => ({
      batch: [
        { type: 'track', userId: 'maya', event: 'Signed Up' },
        { type: 'identify', userId: 'maya', traits: { email: 'm@example.org' } },
      ],
    }),
  ],
  management: [
    () => ({ source: 'id: a-journey\nname: { en: A, zh-CN: 甲 }' }),
    () => ({ template: 'welcome-topics', customer: 'maya', idempotencyKey: 'k', data: {} }),
    () => ({ by: 'fuzz', why: 'because', classes: 'promotional' }),
    () => ({ channel: 'email', address: 'maya@example.org', reason: 'manual', source: 'fuzz' }),
    () => ({ customer: 'maya', properties: {}, key: 'k' }),
    () => ({ to: 1, preview: true, map: {} }),
  ],
  templatePublish: [
    () => ({ templates: [{ name: 'a.yaml', text: 'id: a' }] }),
    () => ({ texts: ['id: a\nchannel: sms\nlocales: { en: { text: "{{ shop.name }} STOP" } }'] }),
  ],
  pages: [() => ({})],
  journeyWaveDrain: [() => ({ lanes: ['bulk'], shards: [0] })],
  tasks: [
    () => ({
      plan: { at: 0, run: 'r', refit: false, store: true, enrol: false, segments: [0] },
      segment: 0,
      tallies: [],
      summaries: [],
    }),
    () => ({ run: 'r', error: 'e', cause: 'c' }),
    () => ({ at: 1_773_100_800_000, force: true }),
  ],
};

const PURPOSES = ['preferences', 'unsubscribe', 'confirm', 'why', 'survey', 'click', 'open'] as const;

/** What the token of a page is signed for. */
function purposeOf(path: string): (typeof PURPOSES)[number] {
  if (path.startsWith('/p/c/')) return 'click';
  if (path.startsWith('/p/o/')) return 'open';
  return PURPOSES.find((purpose) => path.startsWith(`/p/${purpose}/`)) ?? 'why';
}

const CLAIMS = {
  decisionId: decisionId('maya/welcome//1/topics/1'),
  customerId: customerId('maya'),
  contactKey: addressKey('email:maya@example.org'),
  channel: 'email',
  topic: 'newsletter',
} as const;

export class Fuzz {
  private readonly dice: Dice;

  private readonly right: Makers;

  /** For the handler of this name. */
  constructor(dice: Dice, handler: string) {
    this.dice = dice;
    this.right = RIGHT[handler] ?? RIGHT['tasks'] ?? [];
  }

  list<Item>(most: number, make: (n: number) => Item): Item[] {
    return Array.from({ length: this.dice.below(most + 1) }, (_, n) => make(n));
  }

  value(depth = 0): unknown {
    const { below, oneOf } = this.dice;
    switch (below(depth > 2 ? 5 : 7)) {
      case 0:
        return null;
      case 1:
        return oneOf([true, false]);
      case 2:
        return oneOf(NUMBERS);
      case 3:
      case 4:
        return oneOf(TEXTS);
      case 5:
        return this.list(4, () => this.value(depth + 1));
      default:
        return Object.fromEntries(this.list(6, () => [oneOf(NAMES), this.value(depth + 1)]));
    }
  }

  /** Something right with up to two parts of it replaced, added or gone. */
  private spoilt(): unknown {
    let document = this.dice.oneOf(this.right)();
    for (let times = this.dice.oneOf([0, 1, 1, 2]); times > 0; times -= 1) document = this.spoil(document, 0);
    return document;
  }

  private spoil(value: unknown, depth: number): unknown {
    const { chance, oneOf } = this.dice;
    if (depth > 4 || chance(0.25) || typeof value !== 'object' || value === null) return this.value(2);
    if (Array.isArray(value)) return [...value.slice(1), this.spoil(value[0], depth + 1)];
    const names = Object.keys(value);
    const name = names.length === 0 || chance(0.1) ? oneOf(NAMES) : oneOf(names);
    if (chance(0.15)) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
    const known: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : null;
    return { ...value, [name]: this.spoil(known, depth + 1) };
  }

  /** What a task of a state machine is handed. */
  taskInput(): unknown {
    return this.dice.chance(0.5) ? this.spoilt() : this.dice.chance(0.1) ? undefined : this.value();
  }

  /** The body of a record or a request. */
  body(): string {
    const { chance, oneOf } = this.dice;
    if (chance(0.1)) return oneOf(TEXTS);
    const text = JSON.stringify(chance(0.6) ? this.spoilt() : this.value());
    if (chance(0.15)) return JSON.stringify({ Type: 'Notification', Message: text });
    return chance(0.08) ? text.slice(0, Math.floor(text.length / 2)) : text;
  }

  private segment(path: string): string {
    const { chance, oneOf, below } = this.dice;
    if (chance(0.6)) {
      const purpose = this.dice.chance(0.8) ? purposeOf(path) : oneOf(PURPOSES);
      const token = signLink(TEST_KEYS, purpose, CLAIMS);
      return chance(0.7) ? token : token.slice(0, below(token.length));
    }
    return chance(0.5) ? encodeURIComponent(oneOf(TEXTS).toWellFormed()) : oneOf(TEXTS);
  }

  /** A request to one of the paths, or past them. `{…}` in a path is filled with anything. */
  request(paths: readonly string[], writeKey: string): APIGatewayProxyEventV2 {
    const { chance, oneOf } = this.dice;
    const [method = 'GET', pattern = '/'] = (chance(0.9) ? oneOf(paths) : 'GET /v1/{x}').split(' ');
    const params: Record<string, string> = {};
    const path = pattern.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
      params[name] = this.segment(pattern);
      return params[name];
    });
    const query = Object.fromEntries(this.list(3, () => [oneOf(NAMES), oneOf(TEXTS)]));
    const key = Buffer.from(`${chance(0.9) ? writeKey : oneOf(TEXTS)}:`).toString('base64');
    return {
      version: '2.0',
      routeKey: `${method} ${path}`,
      rawPath: path,
      rawQueryString: new URLSearchParams(query).toString(),
      headers: {
        'content-type': oneOf(['application/json', 'application/x-www-form-urlencoded', 'text/plain', '']),
        authorization: `Basic ${key}`,
        'idempotency-key': oneOf(TEXTS),
        'accept-language': oneOf(['de, zh;q=0.5', '*', '', '\u0000']),
      },
      queryStringParameters: query,
      pathParameters: params,
      requestContext: {
        accountId: '1',
        apiId: '1',
        domainName: 'x',
        domainPrefix: 'x',
        requestId: 'x',
        routeKey: '$default',
        stage: '$default',
        time: '',
        timeEpoch: 0,
        http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: oneOf(TEXTS) },
      },
      ...(chance(0.9) ? { body: this.body() } : {}),
      isBase64Encoded: chance(0.1),
    };
  }
}
