import { describe, expect, it } from 'vitest';
import { Dossiers } from '../../../adapters/memory/dossiers.ts';
import type { Dossier, DossierKind } from '../../../core/dossier.ts';
import { customerId } from '../../../core/ids.ts';
import type { JsonObject } from '../../../core/json.ts';

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

  it('come back packed as they were, whatever names and values their bodies have', () => {
    const dossiers = new Dossiers({ packs: new Set<DossierKind>(['picks']) });
    const bodies: JsonObject[] = [
      {},
      { a: 1, b: null },
      { 'a","b': [1, 'zwei', { c: false }] },
      { b: null, a: 1 },
      ...Array.from({ length: 150 }, (_, n) => ({ [`list ${n}`]: n })),
    ];
    const written = bodies.map((body, n) => ({ ...aDossier('picks', String(1_000 + n)), body }));
    put(dossiers, ...written);
    expect(dossiers.under('picks', ANN, { after: null, limit: 999 })).toEqual(written);
    expect(
      dossiers.under('picks', ANN, { after: null, limit: 999 }).map(({ body }) => Object.keys(body)),
    ).toEqual(bodies.map((body) => Object.keys(body)));
  });

  it('are one to an owner, then more, then none, and nobody else’s', () => {
    const dossiers = new Dossiers();
    const bens: Dossier = { ...aDossier('grant', 'g'), customerId: customerId('ben') };
    put(dossiers, aDossier('grant', 'g'), bens);
    expect(dossiers.get(aDossier('grant', 'h'))).toBeNull();
    put(dossiers, aDossier('grant', 'g', 2), aDossier('grant', 'h'));
    expect(dossiers.under('grant', ANN, { after: null, limit: 9 })).toEqual([
      aDossier('grant', 'g', 2),
      aDossier('grant', 'h'),
    ]);
    expect(dossiers.erase([ANN])).toBe(2);
    expect(dossiers.get(aDossier('grant', 'g'))).toBeNull();
    expect(dossiers.get(bens)).toEqual(bens);
    expect(dossiers.erase([customerId('ben')])).toBe(1);
    expect([...dossiers.scan('grant')]).toEqual([]);
  });
});
