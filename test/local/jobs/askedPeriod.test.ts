import { describe, expect, it } from 'vitest';
import { askedPeriod } from '../../../local/jobs/askedPeriod.ts';
import { simulateHistory } from '../../../local/jobs/simulateHistory.ts';
import { simulateWinBack } from '../../../local/jobs/simulateWinBack.ts';

const DAY = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 0, 2) };

describe('the period of a replay', () => {
  it('is of whole UTC days', () => {
    expect(askedPeriod({ from: '2026-01-01', to: '2026-01-02' })).toEqual(DAY);
    expect(askedPeriod({ from: '2026-01-01T23:00:00Z', to: '2026-01-02T01:00:00Z' })).toEqual(DAY);
  });

  it.each([
    ['from', { from: 'soon', to: '2026-01-02' }],
    ['to', { from: '2026-01-01', to: '2026-02-30' }],
    ['to', { from: '2026-01-02', to: '2026-01-02' }],
    ['to', { from: '2026-01-02T01:00:00Z', to: '2026-01-02T20:00:00Z' }],
  ])('is refused by %s where it is none: %j, whichever job is asked', async (field, body) => {
    const refusal = { body: { status: 400, field } };
    const context = { dataDir: 'none', workspace: 'none', body, onProgress: () => {} };
    for (const job of [simulateHistory, simulateWinBack])
      await expect(job(context)).rejects.toMatchObject(refusal);
  });
});
