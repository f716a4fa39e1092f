import { describe, expect, it } from 'vitest';
import { Dossiers } from '../../../adapters/memory/dossiers.ts';
import type { Dossier, DossierKind } from '../../../core/dossier.ts';
import { customerId } from '../../../core/ids.ts';

const ANN = customerId('ann');

function aDossier(kind: DossierKind, id: string, version = 1): Dossier {
  return { kind, id, customerId: ANN, version, body: { text: `${id} · 积分`, sum: 7 } };
}

function put(dossiers: Dossiers, ...written: Dossier[]): void {
  dossiers.put(written.map((dossier) => ({ dossier, expectedVersion: dossier.version - 1 })));
}

describe('dossiers in memory', () => {
  it('are as much as anybody will read', () => {
    const dossiers = new Dossiers({
      keepsOf: (one) => (one.kind === 'points-entry' ? null : { ...one, body: { text: 'short' } }),
    });
    put(dossiers, aDossier('points-entry', 'e'), aDossier('win-back', 'w'));
    expect(dossiers.get(aDossier('points-entry', 'e'))).toBeNull();
    expect(dossiers.get(aDossier('win-back', 'w'))?.body).toEqual({ text: 'short' });
  });

  it.each([
    ['as they came', undefined],
    ['packed', new Set<DossierKind>(['win-back'])],
  ])('are found, listed and expected the same %s', (_how, packs) => {
    const dossiers = new Dossiers(packs === undefined ? {} : { packs });
    const [b, a] = [aDossier('win-back', 'b'), aDossier('win-back', 'a')];
    put(dossiers, b, a);
    put(dossiers, aDossier('win-back', 'b', 2));
    const newest = { ...b, version: 2 };
    expect(dossiers.get(b)).toEqual(newest);
    expect(dossiers.under('win-back', ANN, { after: null, limit: 9 })).toEqual([a, newest]);
    expect(dossiers.under('win-back', ANN, { after: 'a', limit: 9 })).toEqual([newest]);
    expect([...dossiers.scan('win-back')]).toEqual([[a, newest]]);
    expect(dossiers.areAsExpected([{ dossier: newest, expectedVersion: 2 }])).toBe(true);
    expect(dossiers.areAsExpected([{ dossier: newest, expectedVersion: 1 }])).toBe(false);
    expect(dossiers.erase([ANN])).toBe(2);
    expect(dossiers.get(b)).toBeNull();
  });
});
