import { describe, expect, it } from 'vitest';
import { CUSTOMER_DOSSIERS, type Dossier, DOSSIER_KINDS, SHOP_DOSSIERS } from '../../core/dossier.ts';
import { customerId } from '../../core/ids.ts';
import type { Store } from '../../core/ports.ts';
import { anEnrolment, MAYA, NOW } from '../support/builders.ts';
import { WRITERS } from './consequenceWriters.ts';
import { aStep, collected, freshStore, type MakeStore, NOTHING } from './given.ts';

const BEN = customerId('ben');

function aDossier(overrides: Partial<Dossier> = {}): Dossier {
  return {
    kind: 'points',
    id: 'maya',
    customerId: MAYA,
    version: 1,
    body: { available: 120, lots: [{ points: 120, at: NOW }], tier: null },
    ...overrides,
  };
}

function put(store: Store, ...dossiers: Dossier[]) {
  const writes = dossiers.map((dossier) => ({ dossier, expectedVersion: dossier.version - 1 }));
  return store.commitStep(aStep({ dossiers: writes }));
}

async function load(store: Store, dossier: Dossier): Promise<Dossier | null | undefined> {
  return (await store.loadDossiers([dossier]))[0];
}

const FIRST = { after: null, limit: 9 };

export function dossierContract(make: MakeStore): void {
  const store = freshStore(make);

  it('is nothing before it is put, and then what was put', async () => {
    expect(await load(store(), aDossier())).toBeNull();
    expect(await put(store(), aDossier())).toBe('committed');
    expect(await load(store(), aDossier())).toEqual(aDossier());
  });

  it.each(DOSSIER_KINDS)('may be of kind %s', async (kind) => {
    await put(store(), aDossier({ kind }));
    expect((await load(store(), aDossier({ kind })))?.kind).toBe(kind);
  });

  it('of two over the same version takes one', async () => {
    await put(store(), aDossier());
    const moved = (available: number) => put(store(), aDossier({ version: 2, body: { available } }));
    const results = await Promise.all([moved(1), moved(2)]);
    expect(results.toSorted()).toEqual(['committed', 'conflict']);
    expect((await load(store(), aDossier()))?.body).toEqual({
      available: results[0] === 'committed' ? 1 : 2,
    });
  });

  it('must grow in version, and a customer\u2019s must name the customer', async () => {
    const same = { dossier: aDossier(), expectedVersion: 1 };
    await expect(store().commitStep(aStep({ dossiers: [same] }))).rejects.toMatchObject({
      code: 'unsound-change',
    });
    await expect(put(store(), aDossier({ customerId: null }))).rejects.toThrow('names none');
    expect(await load(store(), aDossier())).toBeNull();
  });

  it('answers in the order asked, with null for what is not there', async () => {
    const ben = aDossier({ id: 'ben', customerId: BEN });
    const coupon = aDossier({ kind: 'coupon', id: 'CODE', customerId: BEN });
    await put(store(), aDossier(), ben, coupon);
    const asked = [coupon, aDossier({ id: 'nobody' }), ben, aDossier()];
    expect(await store().loadDossiers(asked)).toEqual([coupon, null, ben, aDossier()]);
    expect(await store().loadDossiers([])).toEqual([]);
  });

  it.each(CUSTOMER_DOSSIERS)('of kind %s lies under its customer: one id twice is two', async (kind) => {
    const hers = aDossier({ kind, id: 'same', body: { whose: 'hers' } });
    const his = aDossier({ kind, id: 'same', customerId: BEN, body: { whose: 'his' } });
    expect(await put(store(), hers, his)).toBe('committed');
    expect(await store().loadDossiers([hers, his])).toEqual([hers, his]);
    expect(await store().dossiersOf(kind, MAYA, FIRST)).toEqual([hers]);
  });

  it.each(SHOP_DOSSIERS)('of kind %s is one an id, whoever it is about', async (kind) => {
    const hers = aDossier({ kind, id: 'same' });
    expect(await put(store(), hers)).toBe('committed');
    expect(await put(store(), aDossier({ kind, id: 'same', customerId: BEN }))).toBe('conflict');
    const about = { kind, id: 'same', customerId: null };
    expect(await store().loadDossiers([about])).toEqual([hers]);
    expect(await store().listDossiers(kind, FIRST)).toEqual([hers]);
  });

  it('of the shop may come to be about another, or nobody', async () => {
    const about = (id: typeof BEN | null, version: number) =>
      aDossier({ kind: 'coupon', id: 'same', customerId: id, version, body: {} });
    for (const one of [about(MAYA, 1), about(null, 2), about(BEN, 3)]) {
      expect(await put(store(), one)).toBe('committed');
      expect(await load(store(), one)).toEqual(one);
      expect(await store().listDossiers('coupon', FIRST)).toEqual([one]);
    }
  });

  it('is listed by id, in pages', async () => {
    const ids = Array.from({ length: 7 }, (_, n) => `entry-${n}`);
    const entries = ids.map((id) => aDossier({ kind: 'points-entry', id }));
    const coupons = ids.map((id) => aDossier({ kind: 'coupon', id, customerId: null }));
    await put(store(), ...entries.toReversed());
    await put(store(), ...coupons.toReversed());
    const behind = { after: 'entry-1', limit: 3 };
    expect(await store().dossiersOf('points-entry', MAYA, behind)).toEqual(entries.slice(2, 5));
    expect(await store().listDossiers('coupon', behind)).toEqual(coupons.slice(2, 5));
    expect(await store().dossiersOf('points-entry', MAYA, { after: 'entry-6', limit: 3 })).toEqual([]);
    expect(await store().dossiersOf('grant', MAYA, FIRST)).toEqual([]);
    expect(await store().listDossiers('campaign', FIRST)).toEqual([]);
  });

  it('is found by a scan of its kind, whosever it is', async () => {
    const ben = aDossier({ id: 'ben', customerId: BEN });
    const coupon = aDossier({ kind: 'coupon', id: 'CODE' });
    await put(store(), aDossier(), ben, coupon);
    const accounts = await collected(store().scanDossiers('points'));
    expect(accounts.map(({ id }) => id).toSorted()).toEqual(['ben', 'maya']);
    expect(await collected(store().scanDossiers('coupon'))).toEqual([coupon]);
    expect(await collected(store().scanDossiers('campaign'))).toEqual([]);
  });

  describe('in consequences', () => {
    const entry = aDossier({ kind: 'points-entry', id: 'order:1' });
    const writes = [aDossier(), entry].map((dossier) => ({ dossier, expectedVersion: 0 }));

    it.each(WRITERS)('is written with %s', async (_what, write) => {
      expect(await write(store(), { ...NOTHING, dossiers: writes })).toBe('committed');
      expect(await store().loadDossiers([aDossier(), entry])).toEqual([aDossier(), entry]);
    });

    it.each(WRITERS)('at another version refuses %s, of which nothing is written', async (_what, write) => {
      await put(store(), entry);
      const result = await write(store(), {
        ...NOTHING,
        enrolments: [{ enrolment: anEnrolment(), expectedVersion: 0 }],
        dossiers: writes,
      });
      expect(result).toBe('conflict');
      expect(await load(store(), aDossier())).toBeNull();
      expect(await store().peopleInJourneys()).toEqual([]);
    });
  });
}
