import { describe, expect, it } from 'vitest';
import type { JourneyNode, JourneyWait } from '../../console/api/journeyTypes.ts';
import { conditionWords } from '../../console/phrases/conditionWords.ts';
import { waitWords } from '../../console/phrases/momentWords.ts';
import { partingWords, stepIcon, stepLine, stepTitle } from '../../console/phrases/stepWords.ts';
import { entryWords, exitWords, reentryWords } from '../../console/phrases/triggerWords.ts';
import { conditionSchema } from '../../core/journey/condition.ts';
import { nodeSchema } from '../../core/journey/nodes.ts';
import { entrySchema, exitSchema } from '../../core/journey/triggers.ts';

const LANGUAGES = ['en', 'zh-CN'] as const;
const NAMES: Readonly<Record<string, string>> = { 'win-back': 'Win back' };
const readers = LANGUAGES.map((language) => ({ language, journeyName: (id: string) => NAMES[id] ?? id }));

describe('a wait in words', () => {
  const waits = (raw: object): JourneyWait => {
    const node: JourneyNode = nodeSchema.parse({ type: 'wait', next: 'n', ...raw });
    if (node.type !== 'wait') throw new Error(`a wait was wanted, not ${node.type}`);
    return node;
  };
  it.each<[string, string, object]>([
    ['3 days', '3天', { for: '3d' }],
    [
      'until 09:00, Monday to Friday',
      '等到周一至周五 09:00',
      { until: { time: '09:00', weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] } },
    ],
    [
      'until 5 days before birthday, 10:00',
      '等到“birthday”前5天 10:00',
      { until: { trait: 'birthday', yearly: true, offset: '-5d' } },
    ],
    ['until Spring Festival, 10:00', '等到春节 10:00', { until: { festival: 'spring-festival' } }],
    [
      'until 3 days after the shop’s P50 gap since the last order, at most 60 days',
      '等到距上次下单满店铺的 P50 间隔后3天，至多60天',
      { gap: { of: 'shop', quantile: 'p50', offset: '3d', atMost: '60d' } },
    ],
    ['until the hour they usually order', '等到其惯常下单的时刻', { until: 'best-hour' }],
  ])('says: %s', (english, chinese, raw) => {
    expect(LANGUAGES.map((language) => waitWords(waits(raw), language))).toEqual([english, chinese]);
  });
});

describe('who enters, and what ends it', () => {
  it.each<[string, string, object]>([
    [
      'Cart viewed, once for each cart_id, where orders at least 1',
      '查看购物车，每个 cart_id 各一次，条件：订单数不少于 1',
      { on: 'event', event: 'Cart Viewed', key: 'cart_id', where: { orders: { min: 1 } } },
    ],
    ['stage becomes Decline', '阶段变为衰退期', { on: 'stage', to: 'decline' }],
    [
      'Monday at 09:00, spread over 2 hours',
      '周一 09:00，分散在2小时内',
      { on: 'schedule', time: '09:00', weekdays: ['monday'], spread: '2h' },
    ],
    ['day 1 of each month at 08:00', '每月 1 日 08:00', { on: 'schedule', time: '08:00', monthDays: [1] }],
    [
      '5 days before birthday at 10:00, every year',
      '每年“birthday”前5天 10:00',
      { on: 'date', trait: 'birthday', yearly: true, offset: '-5d' },
    ],
    ['asked for by API, command line or event', '由 API、命令行或事件请求', { on: 'api' }],
    ['let in by its campaign', '由营销活动加入', { on: 'campaign' }],
  ])('says: %s', (english, chinese, raw) => {
    const entry = entrySchema.parse(raw);
    expect(LANGUAGES.map((language) => entryWords(entry, language))).toEqual([english, chinese]);
  });

  it.each<[string, string, object]>([
    [
      'Order completed of the same cart_id',
      '同一 cart_id 的完成下单',
      { on: 'event', event: 'Order Completed', key: 'cart_id' },
    ],
    ['as soon as reachable by SMS', '一旦可通过短信联系', { on: 'condition', when: { reachable: 'sms' } }],
  ])('ends: %s', (english, chinese, raw) => {
    const exit = exitSchema.parse(raw);
    expect(LANGUAGES.map((language) => exitWords(exit, language))).toEqual([english, chinese]);
  });

  it('says who may come again', () => {
    const rules = ['never', 'always', { after: '180d' }, { times: 3 }] as const;
    expect(rules.map((rule) => reentryWords(rule, 'en'))).toEqual([
      'once only',
      'again at any time',
      'again after 180 days',
      'up to 3 times',
    ]);
  });
});

describe('a condition in words', () => {
  it.each<[string, string, object]>([
    [
      'did “Cart viewed” at least 2 times in the last 5 days',
      '最近5天内至少发生 2 次“查看购物车”',
      { happened: 'Cart Viewed', within: '5d', atLeast: 2 },
    ],
    [
      'did “Order completed” since entering',
      '进入旅程后发生过“完成下单”',
      { happened: 'Order Completed', within: 'this-journey' },
    ],
    ['language is Chinese or English', '语言为中文或英语', { language: ['zh', 'en'] }],
    ['got warm in subject', '在“subject”中分到 warm', { arm: { node: 'subject', is: 'warm' } }],
    [
      'not (plan = gold) and (grade is A or points at most 20)',
      '非（“plan” = gold）且（等级为A或“points”不超过 20）',
      {
        all: [
          { not: { trait: 'plan', equals: 'gold' } },
          { any: [{ grade: ['A'] }, { trait: 'points', max: 20 }] },
        ],
      },
    ],
  ])('says: %s', (english, chinese, raw) => {
    const condition = conditionSchema.parse(raw);
    expect(LANGUAGES.map((language) => conditionWords(condition, language))).toEqual([english, chinese]);
  });
});

interface Said {
  readonly icon: string | null;
  readonly titles: readonly [string, string];
  /** In English; the first title where it is left out. */
  readonly line?: string;
  readonly parting: readonly string[];
}

describe('a step in words', () => {
  it.each<[object, Said]>([
    [
      { type: 'send', channel: 'sms', template: 'cart-saved', next: 'z' },
      { icon: 'bubble', titles: ['cart-saved', 'cart-saved'], line: 'SMS: cart-saved', parting: [] },
    ],
    [
      { type: 'send', channel: 'webhook', url: 'https://shop.example/hook', next: 'z' },
      {
        icon: 'plug',
        titles: ['shop.example/hook', 'shop.example/hook'],
        line: 'Webhook: https://shop.example/hook',
        parting: [],
      },
    ],
    [
      {
        type: 'wait-for',
        event: 'Order Completed',
        key: 'cart_id',
        timeout: '1h',
        next: 'a',
        onTimeout: 'b-2',
      },
      {
        icon: 'clock',
        titles: ['Wait for Order completed', '等待完成下单'],
        parting: ['of the same cart_id', 'it happens → a', 'not within 1 hour → b 2'],
      },
    ],
    [
      { type: 'branch', cases: [{ when: { grade: ['A'] }, next: 'a' }], otherwise: 'b' },
      {
        icon: 'branch',
        titles: ['the step', 'the step'],
        line: '',
        parting: ['grade is A → a', 'otherwise → b'],
      },
    ],
    [
      {
        type: 'experiment',
        arms: [
          { id: 'x', share: 0.75, next: 'a' },
          { id: 'y', share: 0.25, next: 'b' },
        ],
      },
      { icon: 'flask', titles: ['the step', 'the step'], line: '', parting: ['x 75% → a', 'y 25% → b'] },
    ],
    [
      { type: 'wait', until: { trait: 'birthday' }, next: 'a', missing: 'b' },
      {
        icon: 'clock',
        titles: ['until birthday, 10:00', '等到“birthday” 10:00'],
        parting: ['date known → a', 'no date known → b'],
      },
    ],
    [
      { type: 'jump', to: 'first-letter', times: 3, next: 'z' },
      { icon: 'again', titles: ['Back to first letter', '回到 first letter'], parting: ['up to 3 times'] },
    ],
    [
      { type: 'update', set: { plan: 'gold', note: null }, next: 'z' },
      {
        icon: 'pencil',
        titles: ['Set plan to gold · Empty note', '将 plan 设为 gold · 清空 note'],
        parting: [],
      },
    ],
    [
      { type: 'start', journey: 'win-back', next: 'z' },
      { icon: 'journey', titles: ['Start Win back', '启动“Win back”'], parting: [] },
    ],
    [
      { type: 'holdout', share: 0.1, next: 'z' },
      { icon: null, titles: ['Hold out 10%', '保留对照组 10%'], parting: [] },
    ],
  ])('says what %j does', (raw, said) => {
    const node = nodeSchema.parse(raw);
    const [english] = readers;
    expect(stepIcon(node)).toBe(said.icon);
    expect(readers.map((reader) => stepTitle('the-step', node, reader))).toEqual(said.titles);
    expect(english && stepLine('the-step', node, english)).toBe(said.line ?? said.titles[0]);
    expect(english && partingWords(node, english)).toEqual(said.parting);
  });
});
