/**
 * Who owns which id after an event, and what that makes of the people concerned: whose profile adds up which ids, whose is
 * taken away, what is still to be moved. Reads what it needs and writes nothing; the caller commits it with the event.
 * Where an event links nothing new, which is nearly always, it reads the identity of the event's own ids and no more.
 */
import type { AddressKey, CustomerId } from '../ids.ts';
import type { PersonRecord } from './person.ts';
import type { PeopleStore } from '../ports.ts';
import type { CustomerEvent } from './event.ts';
import { hasLink, keepsLink, MOST_MEMBERS, withClaim, withLink } from './identityItem.ts';
import { isAnonymous } from './identity.ts';
import { aliasLink, type Link, type LinkFinding, type Ownership, seenLink } from './links.ts';
import { Neighbourhood } from './neighbourhood.ts';
import { withHolder } from '../message/contact.ts';

export type OwnershipStore = Pick<PeopleStore, 'loadPerson' | 'loadContacts' | 'loadIdentities'>;

export type OwnershipFinding =
  | LinkFinding
  /** A person has too many ids; this one stays a person of its own. */
  | { readonly kind: 'too-many-members'; readonly owner: CustomerId; readonly id: CustomerId }
  /** More ids are linked than are read; what is farther away was left out. */
  | { readonly kind: 'too-many-links'; readonly id: CustomerId };

/** An id that passed from one person to another. */
export interface Handover {
  readonly id: CustomerId;
  readonly from: CustomerId;
  readonly into: CustomerId;
}

export interface OwnershipPlan {
  /** The root of the event's own id. */
  readonly root: CustomerId;
  readonly hood: Neighbourhood;
  readonly handovers: readonly Handover[];
  /** Roots concerned, as stored; null where there is no profile under the id. */
  readonly records: ReadonlyMap<CustomerId, PersonRecord | null>;
  /** What handed over: the kind of link that was new. */
  readonly by: 'alias' | 'seen' | 'address';
  readonly findings: readonly OwnershipFinding[];
  /**
   * True where the plan rests on more than the person as they were loaded first: then what was read of identities must
   * still hold when it is committed.
   */
  readonly restsOnIdentities: boolean;
}

/** Ids an event mentions, its own first. */
function idsOf(event: CustomerEvent): CustomerId[] {
  const also = event.alsoKnownAs ?? [];
  return event.kind === 'aliased' ? [event.customerId, event.previous, ...also] : [event.customerId, ...also];
}

function linksOf(event: CustomerEvent): Link[] {
  const { customerId, at, alsoKnownAs = [] } = event;
  const seen = alsoKnownAs.filter((id) => id !== customerId).map((id) => seenLink(customerId, id, at));
  if (event.kind !== 'aliased' || event.previous === customerId) return seen;
  return [aliasLink(event.previous, customerId, at), ...seen];
}

/** Puts what the event links into the neighbourhood; the links that were not known. */
function putLinks(hood: Neighbourhood, event: CustomerEvent): Link[] {
  return linksOf(event).filter((link) => {
    const keepers = [link.a, link.b].filter((id) => keepsLink(id, link));
    const isKnown = keepers.length > 0 && keepers.every((id) => hasLink(hood.stored.get(id), link));
    for (const id of keepers) hood.put(withLink(hood.identity(id), link));
    return !isKnown;
  });
}

/** Puts the event's addresses; true where a claim is new and may unite somebody. */
function putClaims(hood: Neighbourhood, event: CustomerEvent, keys: readonly AddressKey[]): boolean {
  let any = false;
  for (const key of keys) {
    const before = hood.contact(key);
    const after = withHolder(before, event.customerId, event.at);
    if (after === before) continue;
    hood.putContact(after);
    if (isAnonymous(event.customerId)) hood.put(withClaim(hood.identity(event.customerId), key));
    if (after.holders.length > 1 && after.holders.some(({ id }) => isAnonymous(id))) any = true;
  }
  return any;
}

/** A finding that this event gives rise to; those of links known before were told then. */
function isAbout(finding: LinkFinding, event: CustomerEvent): boolean {
  switch (finding.kind) {
    case 'alias-loop':
      return event.kind === 'aliased' && event.previous === finding.previous;
    case 'two-external-ids':
      return finding.of.includes(event.customerId);
  }
}

class Planner {
  readonly hood: Neighbourhood;
  readonly records = new Map<CustomerId, PersonRecord | null>();
  readonly handovers = new Map<CustomerId, Handover>();
  readonly findings: OwnershipFinding[] = [];
  private readonly store: OwnershipStore;

  constructor(store: OwnershipStore, loaded: PersonRecord | null) {
    this.store = store;
    this.hood = new Neighbourhood(store);
    if (loaded !== null) this.records.set(loaded.person.id, loaded);
  }

  ownerAsStored(id: CustomerId): CustomerId {
    return this.hood.stored.get(id)?.owner ?? id;
  }

  /** The profile under an id that is a root as stored. */
  async record(id: CustomerId): Promise<PersonRecord | null> {
    const known = this.records.get(id);
    if (known !== undefined) return known;
    const found = await this.store.loadPerson(id);
    const record = found?.person.id === id ? found : null;
    this.records.set(id, record);
    return record;
  }

  async resolveAnew(event: CustomerEvent): Promise<void> {
    if (!(await this.hood.readAround())) this.findings.push({ kind: 'too-many-links', id: event.customerId });
    const resolution = this.hood.resolve();
    this.findings.push(...resolution.findings.filter((finding) => isAbout(finding, event)));
    for (const id of this.hood.ids()) await this.own(id, resolution.ownershipOf(id));
  }

  /** Puts whose an id is; with one of the shop's ids that becomes a pointer goes everybody it stood for. */
  private async own(id: CustomerId, { owner, since }: Ownership): Promise<void> {
    const identity = this.hood.identity(id);
    const from = this.ownerAsStored(id);
    if (owner === from && since === identity.since) return;
    if (owner !== from && !(await this.hasRoom(owner, id, from))) {
      this.findings.push({ kind: 'too-many-members', owner, id });
      return;
    }
    this.hood.put({ ...identity, owner, since });
    if (owner === from) return;
    this.handovers.set(id, { id, from, into: owner });
    const old = await this.record(from);
    await this.record(owner);
    if (isAnonymous(id)) return;
    const followers = (old?.person.members ?? []).filter((one) => isAnonymous(one));
    await this.hood.read(followers);
    for (const follower of followers) {
      const theirs = this.hood.identity(follower);
      if (theirs.owner !== from || this.handovers.has(follower)) continue;
      this.hood.put({ ...theirs, owner });
      this.handovers.set(follower, { id: follower, from, into: owner });
    }
  }

  private async hasRoom(owner: CustomerId, id: CustomerId, from: CustomerId): Promise<boolean> {
    if (!isAnonymous(id) || from !== id) return true;
    const members = (await this.record(owner))?.person.members.length ?? 0;
    const joining = [...this.handovers.values()].filter(({ into }) => into === owner).length;
    return members + joining < MOST_MEMBERS;
  }
}

/** The plan for an event that came with these addresses; `loaded` is what `loadPerson` gave for its id. */
export async function planOwnership(
  store: OwnershipStore,
  event: CustomerEvent,
  addresses: readonly AddressKey[],
  loaded: PersonRecord | null,
): Promise<OwnershipPlan> {
  const planner = new Planner(store, loaded);
  const { hood } = planner;
  await hood.read(idsOf(event), addresses);
  const links = putLinks(hood, event);
  const claims = putClaims(hood, event, addresses);
  const isAnew = links.length > 0 || claims;
  if (isAnew) await planner.resolveAnew(event);
  const root = hood.identity(event.customerId).owner;
  await planner.record(root);
  return {
    root,
    hood,
    handovers: [...planner.handovers.values()],
    records: planner.records,
    by: event.kind === 'aliased' ? 'alias' : links.length > 0 ? 'seen' : 'address',
    findings: planner.findings,
    restsOnIdentities: isAnew || root !== loaded?.person.id,
  };
}
