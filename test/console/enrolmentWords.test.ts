import { describe, expect, it } from 'vitest';
import type { EnrolmentView } from '../../console/api/types.ts';
import { enrolmentWords } from '../../console/features/customers/enrolmentWords.ts';
import { formatDay, formatMoment } from '../../console/format/time.ts';

const readers = (['en', 'zh-CN'] as const).map((language) => {
  const reading = { language, now: new Date('2026-03-10T12:00:00Z'), zone: 'UTC' };
  const day = (at: string) => formatDay(at, reading);
  return { language, day, moment: (at: string) => formatMoment(at, reading) };
});

const PASSAGE: EnrolmentView = {
  journeyId: 'cart-saved',
  journeyName: { en: 'Basket saved', 'zh-CN': '购物车已保留' },
  nodeId: 'send-first',
  status: 'active',
  enteredAt: '2026-03-05T09:00:00.000Z',
  endedAt: null,
  endReason: null,
  endDetail: null,
  dueAt: '2026-03-06T10:00:00.000Z',
  heldOut: false,
};
const said = (more: Partial<EnrolmentView>) =>
  readers.map((reader) => enrolmentWords({ ...PASSAGE, ...more }, reader));

describe('a passage in words', () => {
  it('names the step and when it is due', () => {
    expect(said({})).toEqual([
      ['entered 5 Mar', 'send first', 'next step Fri 6 Mar, 10:00'],
      ['进入于 3月5日', 'send first', '下一步 3月6日周五 10:00'],
    ]);
  });

  it('says what it waits for, and until when', () => {
    const waiting = {
      type: 'wait-for',
      event: ['Order Completed', 'Cart Viewed'],
      timeout: '1h',
      next: 'a',
      onTimeout: 'b',
    } as const;
    expect(said({ resting: true, node: waiting })).toEqual([
      ['entered 5 Mar', 'waiting for Order completed or Cart viewed until Fri 6 Mar, 10:00'],
      ['进入于 3月5日', '等待完成下单或查看购物车，最晚 3月6日周五 10:00'],
    ]);
    expect(said({ resting: false, node: waiting })[0]?.[1]).toBe('send first');
  });

  it('says how long a wait is', () => {
    const wait = { type: 'wait', until: 'best-hour', next: 'a' } as const;
    expect(said({ resting: true, node: wait })[0]?.[1]).toBe('until the hour they usually order');
  });

  it('says which passage, which round and which arms', () => {
    expect(said({ entry: 2, round: 1, arms: { 'the-offer': 'warm' }, dueAt: null })).toEqual([
      ['entered 5 Mar', 'passage 2', 'send first', 'round 2', 'the offer: warm'],
      ['进入于 3月5日', '第 2 次进入', 'send first', '第 2 轮', 'the offer: warm'],
    ]);
  });

  it('says when it ended, and by what', () => {
    const ended = { status: 'ended', endedAt: '2026-03-07T00:00:00.000Z', endDetail: 'Order Completed' };
    expect(said({ ...ended, dueAt: null })).toEqual([
      ['entered 5 Mar', 'left 7 Mar', 'Order completed'],
      ['进入于 3月5日', '离开于 3月7日', '完成下单'],
    ]);
  });
});
