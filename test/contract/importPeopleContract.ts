import { describe, expect, it } from 'vitest';
import { addressKey, customerId } from '../../core/ids.ts';
import { newContact, withConsent } from '../../core/message/contact.ts';
import { DAY_MS } from '../../core/time.ts';
import { aContact, aLifecycle, aPerson, denied, granted, MAYA, NOW } from '../support/builders.ts';
import { aChange, aLifecycleWrite, aRow, freshStore, type MakeStore } from './given.ts';

const KEY = aContact().key;

export function importPeopleContract(make: MakeStore): void {
  const store = freshStore(make);

  describe('importing people', () => {
    it('creates profiles and applies their consents', async () => {
      const consents = [granted('offers'), denied('news')].map((change) => ({ contactKey: KEY, change }));
      await store().importPeople([{ person: aPerson({ version: 0 }), consents }]);
      expect(await store().loadProfile(MAYA)).toEqual(aPerson({ version: 1 }));
      const contact = [granted('offers'), denied('news')].reduce(withConsent, newContact(KEY));
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual({ ...contact, version: 1 });
    });

    it('replaces a profile, and keeps lifecycle, orders and the earlier acquaintance', async () => {
      await store().importOrders([aRow({ at: NOW - 500 * DAY_MS })], await store().beginImport());
      await store().commitLifecycles([aLifecycleWrite({ lifecycle: aLifecycle({ grade: 'B' }) })]);
      const person = aPerson({ version: 0, name: 'New name', traits: { a: 1 }, knownSince: NOW });
      await store().importPeople([{ person, consents: [] }]);
      const record = await store().loadPerson(MAYA);
      expect(record?.person).toEqual({
        ...person,
        version: 3,
        knownSince: NOW - 500 * DAY_MS,
        lifecycle: aLifecycle({ grade: 'B' }),
      });
      expect(record?.orders).toHaveLength(1);
      expect(await store().countLifecycles()).toMatchObject({ customers: 1 });
    });

    it('ignores a lifecycle that was handed in', async () => {
      await store().importPeople([{ person: aPerson({ lifecycle: aLifecycle() }), consents: [] }]);
      expect((await store().loadProfile(MAYA))?.lifecycle).toBeNull();
    });

    it('leaves a contact alone whose newer consent says otherwise', async () => {
      const contact = aContact([denied('offers', { at: NOW })]);
      await store().applyEvent(aChange({ contacts: [{ contact, expectedVersion: 0 }] }));
      const change = granted('offers', { at: NOW - 1 });
      await store().importPeople([{ person: aPerson(), consents: [{ contactKey: KEY, change }] }]);
      expect((await store().loadContacts([KEY])).get(KEY)).toEqual(contact);
    });

    it('tells somebody new from somebody of whom more is known and from no news', async () => {
      const person = aPerson({ version: 0, name: 'Maya', fieldTimes: { name: NOW } });
      const consents = [{ contactKey: KEY, change: granted('offers', { at: NOW }) }];
      const once = async (told = person, given = consents) =>
        store().importPeople([{ person: told, consents: given }]);
      expect(await once(person, [])).toEqual(['accepted']);
      expect(await once(person, [])).toEqual(['unchanged']);
      expect(await once()).toEqual(['updated']);
      const before = await store().loadProfile(MAYA);
      expect(await once()).toEqual(['unchanged']);
      expect(await once({ ...person, knownSince: person.knownSince - 1 })).toEqual(['updated']);
      expect((await store().loadProfile(MAYA))?.version).toBe((before?.version ?? 0) + 1);
    });

    it('lets no older value take the place of a newer one, field by field', async () => {
      const told = (name: string, at: number, size: string, sizeAt: number) => ({
        person: aPerson({
          version: 0,
          name,
          traits: { size },
          fieldTimes: { name: at, 'traits.size': sizeAt },
        }),
        consents: [],
      });
      await store().importPeople([told('New', NOW, 'old', NOW - 9)]);
      expect(await store().importPeople([told('Old', NOW - 5, 'new', NOW)])).toEqual(['updated']);
      expect(await store().loadProfile(MAYA)).toMatchObject({
        name: 'New',
        traits: { size: 'new' },
        fieldTimes: { name: NOW, 'traits.size': NOW },
      });
      expect(await store().importPeople([told('Old', NOW - 5, 'old', NOW - 9)])).toEqual(['unchanged']);
    });

    it('leaves a value its time where an import without times says the same', async () => {
      const at = (time: number, name: string) => ({
        person: aPerson({ version: 0, name, traits: {}, fieldTimes: { name: time } }),
        consents: [],
        undatedAt: time,
      });
      await store().importPeople([at(NOW - 5, 'Maya')]);
      expect(await store().importPeople([at(NOW, 'Maya')])).toEqual(['unchanged']);
      expect((await store().loadProfile(MAYA))?.fieldTimes).toEqual({ name: NOW - 5 });
      expect(await store().importPeople([at(NOW + 1, 'Mia')])).toEqual(['updated']);
      expect(await store().loadProfile(MAYA)).toMatchObject({ name: 'Mia', fieldTimes: { name: NOW + 1 } });
    });

    it('remembers who has an address, but where a visitor gave it before', async () => {
      const visitor = { id: customerId('anonymous:v'), at: NOW };
      const contact = { ...aContact(), key: addressKey('other'), holders: [visitor], version: 1 };
      await store().applyEvent(aChange({ contacts: [{ contact, expectedVersion: 0 }] }));
      const keys = [KEY, contact.key];
      const addresses = keys.map((contactKey) => ({ contactKey, at: NOW }));
      const held = { person: aPerson(), consents: [], addresses };
      await store().importPeople([held]);
      expect(await store().importPeople([held])).toEqual(['unchanged']);
      const contacts = await store().loadContacts(keys);
      expect(contacts.get(KEY)?.holders).toEqual([{ id: MAYA, at: NOW }]);
      expect(contacts.get(contact.key)).toEqual(contact);
    });

    it('takes many at once, and none', async () => {
      await store().importPeople([]);
      const people = Array.from({ length: 2_500 }, (_, n) => ({
        person: aPerson({ id: customerId(`c${n}`) }),
        consents: [{ contactKey: addressKey(`k${n % 1_000}`), change: granted('offers') }],
      }));
      await store().importPeople(people);
      expect(await store().countPeople()).toBe(2_500);
    });
  });
}
