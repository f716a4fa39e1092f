import { describe, expect, it } from 'vitest';
import { readShopModel } from '../../../adapters/records/shopModelRecord.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';

const MODEL = {
  ...coldModel(DEFAULT_SETTINGS),
  version: 3,
  purchase: { kind: 'mbg-nbd', r: 0.5, alpha: 6, a: 0.9, b: 1.6 },
} as const;

describe('a stored model', () => {
  it('of before models were tried has no trial, no proposal and no activity score', () => {
    const { trial: _, proposal: _proposal, activity: _activity, ...before } = MODEL;
    expect(readShopModel(JSON.stringify(before))).toEqual(MODEL);
  });

  it.each([
    ['of no known kind', { kind: 'bg-bb', alpha: 1, beta: 1, gamma: 1, delta: 1 }],
    ['without a parameter of its kind', { kind: 'pareto-nbd', r: 1, alpha: 1, s: 1 }],
  ])('%s is refused', (_, purchase) => {
    expect(() => readShopModel(JSON.stringify({ ...MODEL, purchase }))).toThrow('purchase');
  });
});
