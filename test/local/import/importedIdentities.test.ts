/** Imports and events about the same people. */
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { applyEvent } from '../../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../../core/customer/event.ts';
import { anonymousIdOf } from '../../../core/customer/identity.ts';
import { addressKey, customerId } from '../../../core/ids.ts';
import { bookOf } from '../../../core/journey/book.ts';
import { coldModel } from '../../../core/lifecycle/coldModel.ts';
import type { AddressKeyOf } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS } from '../../../core/settings/settings.ts';
import { DAY_MS, isoInstant } from '../../../core/time.ts';
import { importCustomers } from '../../../local/import/importCustomers.ts';
import { anIdentity, MAYA, NOW } from '../../support/builders.ts';
import { aFile } from '../../support/orderFiles.ts';

const addressKeyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address}`);

function aWorld() {
  const store = createMemoryStore();
  const deps = { store, addressKeyOf, settings: DEFAULT_SETTINGS, model: coldModel(DEFAULT_SETTINGS) };
  return {
    store,
    apply: (event: CustomerEvent) => applyEvent(deps, bookOf([]), event, NOW),
    importRows: async (...rows: string[]) => {
      const file = await aFile(rows.join('\n'), 'people.csv');
      return importCustomers({
        file,
        map: null,
        restAsTraits: false,
        proof: null,
        country: null,
        store,
        addressKeyOf,
        rejectFile: `${file}.rejects`,
        dryRun: false,
        now: NOW,
      });
    },
  };
}

describe('an imported customer', () => {
  it('is not told anew by a row that is older than what an event told', async () => {
    const { store, apply, importRows } = aWorld();
    await apply(anIdentity({ name: 'Told', at: NOW - DAY_MS }));
    const older = `${MAYA},Old,en,${isoInstant(NOW - 2 * DAY_MS)}`;
    expect(await importRows('id,name,locale,updated', older)).toMatchObject({ updated: 1 });
    expect(await store.loadProfile(MAYA)).toMatchObject({ name: 'Told', locale: 'en' });
    expect(await importRows('id,name,locale,updated', older)).toMatchObject({ unchanged: 1 });
  });

  it('leaves a late event what it told after the row was true', async () => {
    const { store, apply, importRows } = aWorld();
    await importRows('id,name,updated', `${MAYA},Row,${isoInstant(NOW - 2 * DAY_MS)}`);
    await apply(anIdentity({ name: 'Before', at: NOW - 3 * DAY_MS, messageId: 'a' }));
    expect((await store.loadProfile(MAYA))?.name).toBe('Row');
    await apply(anIdentity({ name: 'After', at: NOW - DAY_MS, messageId: 'b' }));
    expect((await store.loadProfile(MAYA))?.name).toBe('After');
  });

  it('under an id that leads to another is that other', async () => {
    const { store, apply, importRows } = aWorld();
    const old = customerId('old');
    await importRows('id,name', 'old,Old', `${MAYA},Maya`);
    await apply({
      kind: 'aliased',
      source: 'test',
      messageId: 'm',
      customerId: MAYA,
      previous: old,
      at: NOW,
    });
    expect(await importRows('id,phone', 'old,+4930901820')).toMatchObject({ accepted: 0, updated: 1 });
    expect(await store.loadProfile(old)).toMatchObject({ id: MAYA, phone: '+4930901820' });
    expect(await store.countPeople()).toBe(1);
  });

  it('is known when a visitor gives the address of the file', async () => {
    const { store, apply, importRows } = aWorld();
    const visitor = anonymousIdOf('browser');
    await importRows('id,email', `${MAYA},maya@b.example`);
    await apply(anIdentity({ customerId: visitor, email: 'maya@b.example', at: NOW }));
    expect((await store.loadProfile(visitor))?.id).toBe(MAYA);
  });

  it('finds the visitor who gave the address before, with the next event that tells it', async () => {
    const { store, apply, importRows } = aWorld();
    const visitor = anonymousIdOf('browser');
    await apply(anIdentity({ customerId: visitor, email: 'maya@b.example', at: NOW - 9 }));
    await importRows('id,email', `${MAYA},maya@b.example`);
    expect((await store.loadProfile(visitor))?.id).toBe(visitor);
    await apply(anIdentity({ email: 'maya@b.example', at: NOW, messageId: 'later' }));
    expect((await store.loadProfile(visitor))?.id).toBe(MAYA);
  });
});
