/** The bench's people as a source to simulate: made page by page as they are read, and kept nowhere. */
import type { PersonRecord } from '../core/customer/person.ts';
import { addressKey, type AddressKey } from '../core/ids.ts';
import type { Contact } from '../core/message/contact.ts';
import type { AddressKeyOf } from '../core/ports.ts';
import type { SimulationSource } from '../local/simulate/request.ts';
import { benchContact, benchPerson, type BenchShop } from './benchPeople.ts';

const PAGE = 1_000;

/** An address is its own key: nobody of the bench shares one. */
export const benchKeyOf: AddressKeyOf = (_channel, address) => addressKey(address);

async function* pagesOf(shop: BenchShop): AsyncGenerator<readonly PersonRecord[]> {
  for (let start = 0; start < shop.people; start += PAGE) {
    const size = Math.min(PAGE, shop.people - start);
    yield Array.from({ length: size }, (_, place) => benchPerson(shop, start + place));
  }
}

export function benchSource(shop: BenchShop): SimulationSource {
  return {
    countPeople: async () => shop.people,
    exportPeople: () => pagesOf(shop),
    recentEvents: async () => [],
    loadIdentities: async () => new Map(),
    loadContacts: async (keys) => {
      const found = new Map<AddressKey, Contact>();
      for (const key of keys) {
        const contact = benchContact(shop, key.slice(0, key.indexOf('@')), key);
        if (contact !== null) found.set(key, contact);
      }
      return found;
    },
  };
}
