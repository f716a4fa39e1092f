import { describe, expect, it } from 'vitest';
import { waitText, weekdaysText } from '../../../cli/draw/momentText.ts';
import { nodeSchema } from '../../../core/journey/nodes.ts';

function said(wait: object, language: 'en' | 'zh-CN'): string {
  const node = nodeSchema.parse({ type: 'wait', next: 'n', ...wait });
  return node.type === 'wait' ? waitText(node, language) : '';
}

const gap = (more: object) => ({ gap: { of: 'shop', quantile: 'p50', ...more } });

describe('a wait in words', () => {
  it.each<[string, string, object]>([
    ['1 hour', '1 小时', { for: '1h' }],
    ['until 09:00', '等到 09:00', { until: { time: '09:00' } }],
    [
      'until 09:00, Monday to Friday',
      '等到周一至周五 09:00',
      { until: { time: '09:00', weekdays: ['friday', 'monday', 'tuesday', 'thursday', 'wednesday'] } },
    ],
    [
      'until 5 days before birthday, 10:00',
      '等到「birthday」前 5 天 10:00',
      { until: { trait: 'birthday', yearly: true, offset: '-5d' } },
    ],
    [
      'until 1 day after delivered_at of the event, 18:30',
      '等到事件的「delivered_at」后 1 天 18:30',
      { until: { property: 'delivered_at', offset: '1d', at: '18:30' } },
    ],
    ['until Mid-Autumn Festival, 10:00', '等到中秋节 10:00', { until: { festival: 'mid-autumn' } }],
    ['until the shop’s P50 gap since the last order', '等到距上次下单满店铺的 P50 间隔', gap({})],
    ['for the shop’s P80 gap', '等待店铺的 P80 间隔', gap({ quantile: 'p80', from: 'now' })],
    [
      'until 3 days after 1.5 × their own P50 gap since the last order, at least 2 days, at most 9 weeks',
      '等到距上次下单满 1.5 × 其本人的 P50 间隔后 3 天,至少 2 天,至多 9 周',
      gap({ of: 'customer', times: 1.5, offset: '3d', atLeast: '2d', atMost: '9w' }),
    ],
    ['until the hour they usually order', '等到其惯常下单的时刻', { until: 'best-hour' }],
  ])('says: %s', (english, chinese, wait) => {
    expect([said(wait, 'en'), said(wait, 'zh-CN')]).toEqual([english, chinese]);
  });
});

describe('weekdays', () => {
  it.each<[string | null, readonly string[] | undefined]>([
    [null, undefined],
    [null, ['sunday', 'saturday', 'friday', 'thursday', 'wednesday', 'tuesday', 'monday']],
    ['Saturday, Sunday', ['sunday', 'saturday']],
    ['Tuesday to Thursday', ['tuesday', 'wednesday', 'thursday']],
    ['Monday, Tuesday, Friday', ['friday', 'monday', 'tuesday']],
    ['Sunday', ['sunday', 'sunday']],
  ])('are %s', (words, names) => {
    expect(weekdaysText(names, 'en')).toBe(words);
  });
});
