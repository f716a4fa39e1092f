import { describe, expect, it } from 'vitest';
import { entryText, exitText } from '../../../cli/draw/triggerText.ts';
import { entrySchema, exitSchema } from '../../../core/journey/triggers.ts';

describe('an entry in words', () => {
  it.each<[string, string, object]>([
    ['event Signed Up', '事件 Signed Up', { on: 'event', event: 'Signed Up' }],
    [
      'event Cart Updated, once for each cart_id',
      '事件 Cart Updated,每个 cart_id 各一次',
      { on: 'event', event: 'Cart Updated', key: 'cart_id' },
    ],
    ['stage becomes Decline', '阶段变为衰退期', { on: 'stage', to: 'decline' }],
    ['every day at 09:00', '每天 09:00', { on: 'schedule', time: '09:00' }],
    [
      'Monday, Friday at 09:00, spread over 2 hours',
      '周一,周五 09:00,分散在 2 小时内',
      { on: 'schedule', time: '09:00', weekdays: ['monday', 'friday'], spread: '2h' },
    ],
    [
      'day 1, 15 of each month at 08:00',
      '每月 1,15 日 08:00',
      { on: 'schedule', time: '08:00', monthDays: [1, 15] },
    ],
    [
      'day 1 of each month, if it is Monday, at 08:00',
      '每月 1 日且为周一时 08:00',
      { on: 'schedule', time: '08:00', monthDays: [1], weekdays: ['monday'] },
    ],
    [
      '5 days before birthday at 10:00, every year',
      '每年「birthday」前 5 天 10:00',
      { on: 'date', trait: 'birthday', yearly: true, offset: '-5d' },
    ],
    ['contract_ends at 10:00', '「contract_ends」 10:00', { on: 'date', trait: 'contract_ends' }],
    [
      'Spring Festival at 10:00, every year, where reachable by SMS',
      '每年春节 10:00,条件:可通过短信联系',
      { on: 'date', festival: 'spring-festival', where: { reachable: 'sms' } },
    ],
    [
      'asked for by API, command line or event, once for each ticket',
      '由 API、命令行或事件请求,每个 ticket 各一次',
      { on: 'api', key: 'ticket' },
    ],
  ])('says: %s', (english, chinese, raw) => {
    const entry = entrySchema.parse(raw);
    expect([entryText(entry, 'en'), entryText(entry, 'zh-CN')]).toEqual([english, chinese]);
  });
});

describe('an exit in words', () => {
  it.each<[string, string, object]>([
    [
      'event Order Completed of the same cart_id, where total is known',
      '同一 cart_id 的事件 Order Completed,条件:「total」已知',
      { on: 'event', event: 'Order Completed', key: 'cart_id', where: { property: 'total', exists: true } },
    ],
    ['as soon as orders ≥ 2', '一旦订单数 ≥ 2', { on: 'condition', when: { orders: { min: 2 } } }],
    ['any change of stage', '阶段任意变化', { on: 'stage' }],
  ])('says: %s', (english, chinese, raw) => {
    const exit = exitSchema.parse(raw);
    expect([exitText(exit, 'en'), exitText(exit, 'zh-CN')]).toEqual([english, chinese]);
  });
});
