import { describe, expect, it } from 'vitest';
import { customerDetailSchema } from '../../../cli/answers/customer.ts';
import { whereabouts } from '../../../cli/draw/whereabouts.ts';
import { aDetail } from '../support/aCustomer.ts';

const PASSAGE = {
  journeyId: 'cart-saved',
  nodeId: 'hour',
  status: 'active',
  enteredAt: '2026-03-05T09:00:00.000Z',
  dueAt: '2026-03-05T10:00:00.000Z',
  heldOut: false,
};
const WAITING = {
  type: 'wait-for',
  event: ['Order Completed', 'Cart Viewed'],
  timeout: '1h',
  next: 'a',
  onTimeout: 'b',
};

function said(more: object): readonly string[] {
  const { enrolments } = customerDetailSchema.parse(aDetail({ enrolments: [{ ...PASSAGE, ...more }] }));
  return enrolments.flatMap((one) => [whereabouts(one, 'en'), whereabouts(one, 'zh-CN')]);
}

describe('where a passage stands', () => {
  it('says what it waits for, until when, and its key', () => {
    expect(said({ key: 'c-17', resting: true, node: WAITING })).toEqual([
      'c-17 · entered 2026-03-05 · at hour, waiting for Order Completed or Cart Viewed until 2026-03-05 10:00',
      'c-17 · 进入于 2026-03-05 · 位于 hour,等待 Order Completed 或 Cart Viewed,最晚 2026-03-05 10:00',
    ]);
  });

  it('says which passage, which round and which arms', () => {
    expect(said({ entry: 2, round: 1, arms: { offer: 'warm' }, dueAt: null })).toEqual([
      'entered 2026-03-05 · passage 2 · at hour · round 2 · offer: warm',
      '进入于 2026-03-05 · 第 2 次进入 · 位于 hour · 第 2 轮 · offer: warm',
    ]);
  });

  it('says what ended it', () => {
    const left = { status: 'ended', endedAt: '2026-03-06T00:00:00.000Z', endReason: 'exit' };
    expect(said({ ...left, endDetail: 'condition' })).toEqual([
      'entered 2026-03-05 · left 2026-03-06: left early, its condition came true',
      '进入于 2026-03-05 · 离开于 2026-03-06:提前离开,条件成立',
    ]);
    expect(said({ ...left, endDetail: 'decline → stability' })).toEqual([
      'entered 2026-03-05 · left 2026-03-06: left early, stage Decline → Stability',
      '进入于 2026-03-05 · 离开于 2026-03-06:提前离开,阶段 衰退期 → 稳定期',
    ]);
  });

  it('says that it was merged into an older passage', () => {
    const merged = { status: 'ended', endedAt: '2026-03-06T00:00:00.000Z', endReason: 'merged' };
    expect(said(merged)).toEqual([
      'entered 2026-03-05 · left 2026-03-06: merged into an older passage',
      '进入于 2026-03-05 · 离开于 2026-03-06:并入较早的一次进入',
    ]);
  });
});
