/**
 * The ids and addresses around some ids, as far as they decide who owns what (`links.ts`): from visitor to visitor over ids
 * seen together and addresses given, up to the first of the shop's own ids on every path, and along the aliases of those.
 * Bounded: of a neighbourhood that never ends, as behind a shop's counter, the nearest are read.
 */
import type { AddressKey, CustomerId } from '../ids.ts';
import { type Contact, newContact } from '../message/contact.ts';
import type { PeopleStore } from '../ports.ts';
import { type Identity, newIdentity } from './identityItem.ts';
import { isAnonymous } from './identity.ts';
import { type Claim, isSameLink, type Link, type Resolution, resolveLinks } from './links.ts';

export type NeighbourStore = Pick<PeopleStore, 'loadIdentities' | 'loadContacts'>;

/** Ids and addresses read at most, each. */
export const MOST_NEIGHBOURS = 200;

export class Neighbourhood {
  /** As stored; ids that have no identity are absent. */
  readonly stored = new Map<CustomerId, Identity>();
  readonly storedContacts = new Map<AddressKey, Contact>();
  private readonly store: NeighbourStore;
  private readonly known = new Map<CustomerId, Identity>();
  private readonly contacts = new Map<AddressKey, Contact>();
  private readonly reached = new Set<CustomerId>();
  private readonly reachedKeys = new Set<AddressKey>();

  constructor(store: NeighbourStore) {
    this.store = store;
  }

  /** As it will be written; one that is not stored yet is new. */
  identity(id: CustomerId): Identity {
    return this.known.get(id) ?? newIdentity(id);
  }

  contact(key: AddressKey): Contact {
    return this.contacts.get(key) ?? newContact(key);
  }

  put(identity: Identity): void {
    this.known.set(identity.id, identity);
  }

  putContact(contact: Contact): void {
    this.contacts.set(contact.key, contact);
  }

  /** Reads identities that were not read yet. */
  async read(ids: Iterable<CustomerId>, keys: Iterable<AddressKey> = []): Promise<void> {
    const newIds = [...new Set(ids)].filter((id) => !this.reached.has(id));
    const newKeys = [...new Set(keys)].filter((key) => !this.reachedKeys.has(key));
    for (const id of newIds) this.reached.add(id);
    for (const key of newKeys) this.reachedKeys.add(key);
    if (newIds.length > 0) {
      for (const [id, identity] of await this.store.loadIdentities(newIds)) {
        this.stored.set(id, identity);
        this.known.set(id, identity);
      }
    }
    if (newKeys.length === 0) return;
    for (const [key, contact] of await this.store.loadContacts(newKeys)) {
      this.storedContacts.set(key, contact);
      this.contacts.set(key, contact);
    }
  }

  /** Reads on until nothing new is met, or the bound is; true where everything was read. */
  async readAround(): Promise<boolean> {
    for (;;) {
      const ids = this.nextIds();
      const keys = this.nextKeys();
      if (ids.length === 0 && keys.length === 0) return true;
      if (this.reached.size + ids.length > MOST_NEIGHBOURS) return false;
      if (this.reachedKeys.size + keys.length > MOST_NEIGHBOURS) return false;
      await this.read(ids, keys);
    }
  }

  /** Every id that was met. */
  ids(): readonly CustomerId[] {
    return [...this.reached];
  }

  changedIdentities(): Identity[] {
    return [...this.known.values()].filter((identity) => identity !== this.stored.get(identity.id));
  }

  /** What was read and stays as it was read. */
  unchanged(): { id: CustomerId; version: number }[] {
    return [...this.reached]
      .filter((id) => this.known.get(id) === this.stored.get(id))
      .map((id) => ({ id, version: this.stored.get(id)?.version ?? 0 }));
  }

  changedContacts(): Contact[] {
    return [...this.contacts.values()].filter((contact) => contact !== this.storedContacts.get(contact.key));
  }

  resolve(): Resolution {
    return resolveLinks(this.links(), this.claims());
  }

  /** Every link once; of two visitors one that both keep. */
  private links(): Link[] {
    const found: Link[] = [];
    for (const identity of this.known.values()) {
      for (const link of identity.links) {
        const other = link.a === identity.id ? link.b : link.a;
        const isShared = link.kind === 'alias' || (isAnonymous(link.a) && isAnonymous(link.b));
        if (!isShared) found.push(link);
        else if (identity.id === link.a && this.keeps(other, link)) found.push(link);
      }
    }
    return found;
  }

  private keeps(id: CustomerId, link: Link): boolean {
    return this.known.get(id)?.links.some((known) => isSameLink(known, link)) ?? false;
  }

  private claims(): Claim[] {
    return [...this.contacts.values()].flatMap(({ key, holders }) =>
      holders.map(({ id, at }) => ({ id, key, at })),
    );
  }

  private nextIds(): CustomerId[] {
    const met = new Set<CustomerId>();
    for (const { links } of this.known.values()) for (const { a, b } of links) met.add(a).add(b);
    for (const { holders } of this.contacts.values()) for (const { id } of holders) met.add(id);
    return [...met].filter((id) => !this.reached.has(id));
  }

  private nextKeys(): AddressKey[] {
    const met = new Set<AddressKey>();
    for (const { claims } of this.known.values()) for (const key of claims) met.add(key);
    return [...met].filter((key) => !this.reachedKeys.has(key));
  }
}
