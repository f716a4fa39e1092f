/**
 * Which ids are one person, from what links them. Pure, and a function of the set of links: their order does not matter.
 *
 * First the shop's own word: an alias makes its previous id a pointer to the other, except where that would close a loop.
 * Then ids seen together, then ids that claimed one address, each kind from the earliest on: a link is taken unless it
 * would unite two of the shop's own ids, which only an alias may do. A person's root is the shop's id that aliases lead to;
 * of visitors nobody has named, the least id.
 *
 * One of the shop's ids is the end of every path: what lies behind it does not change who owns what lies before it. So it
 * is enough to know the ids and addresses that can be reached without passing through one, and the aliases of each that is
 * met.
 */
import type { AddressKey, CustomerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { isAnonymous } from './identity.ts';

/** Of an alias `a` is the previous id; of two ids seen together `a` is the lesser. */
export interface Link {
  readonly kind: 'alias' | 'seen';
  readonly a: CustomerId;
  readonly b: CustomerId;
  readonly at: Instant;
}

/** An id that came with an address. */
export interface Claim {
  readonly id: CustomerId;
  readonly key: AddressKey;
  readonly at: Instant;
}

export type LinkFinding =
  | { readonly kind: 'alias-loop'; readonly previous: CustomerId; readonly into: CustomerId }
  /** A link or a shared address that would have united two of the shop's own ids. */
  | {
      readonly kind: 'two-external-ids';
      readonly by: 'seen' | 'address';
      /** The roots that stay two. */
      readonly ids: readonly [CustomerId, CustomerId];
      /** What was linked: two ids seen together, or the id that came with the address. */
      readonly of: readonly CustomerId[];
    };

export interface Ownership {
  readonly owner: CustomerId;
  /** Since when the id is its owner's; null for the owner itself. */
  readonly since: Instant | null;
}

export interface Resolution {
  readonly ownershipOf: (id: CustomerId) => Ownership;
  readonly findings: readonly LinkFinding[];
}

/** The link between two ids: an alias where both are the shop's own. */
export function aliasLink(previous: CustomerId, into: CustomerId, at: Instant): Link {
  if (isAnonymous(previous) || isAnonymous(into)) return seenLink(previous, into, at);
  return { kind: 'alias', a: previous, b: into, at };
}

export function seenLink(one: CustomerId, other: CustomerId, at: Instant): Link {
  return one < other ? { kind: 'seen', a: one, b: other, at } : { kind: 'seen', a: other, b: one, at };
}

/** Earliest first, then by ids. */
export function compareLinks(x: Link, y: Link): number {
  if (x.at !== y.at) return x.at - y.at;
  if (x.a !== y.a) return x.a < y.a ? -1 : 1;
  return x.b === y.b ? 0 : x.b < y.b ? -1 : 1;
}

export function isSameLink(x: Link, y: Link): boolean {
  return x.kind === y.kind && x.a === y.a && x.b === y.b;
}

interface Group {
  /** The root, where one of the shop's own ids is among them. */
  external: CustomerId | null;
  readonly ids: CustomerId[];
  readonly addresses: AddressKey[];
}

class Resolver {
  readonly findings: LinkFinding[] = [];
  private readonly pointers = new Map<CustomerId, CustomerId>();
  private readonly byId = new Map<CustomerId, Group>();
  private readonly byAddress = new Map<AddressKey, Group>();
  private readonly since = new Map<CustomerId, Instant>();

  alias({ a: previous, b: into, at }: Link): void {
    const [from, to] = [this.rootOf(previous), this.rootOf(into)];
    if (from === to) {
      if (this.leadsTo(into, previous)) this.findings.push({ kind: 'alias-loop', previous, into });
      return;
    }
    this.pointers.set(from, to);
    this.since.set(from, at);
  }

  seen({ a, b, at }: Link): void {
    const united = this.unite(this.groupOf(a), this.groupOf(b), at);
    if (united !== null)
      this.findings.push({ kind: 'two-external-ids', by: 'seen', ids: united, of: [a, b] });
  }

  claim({ id, key, at }: Claim): void {
    const united = this.unite(this.groupAt(key), this.groupOf(id), at);
    if (united !== null)
      this.findings.push({ kind: 'two-external-ids', by: 'address', ids: united, of: [id] });
  }

  ownershipOf(id: CustomerId): Ownership {
    const group = this.groupOf(id);
    const owner = group.external ?? leastOf(group.ids);
    return { owner, since: owner === id ? null : (this.since.get(id) ?? null) };
  }

  private rootOf(id: CustomerId): CustomerId {
    let root = id;
    for (let next = this.pointers.get(root); next !== undefined; next = this.pointers.get(root)) root = next;
    return root;
  }

  private leadsTo(from: CustomerId, to: CustomerId): boolean {
    let at: CustomerId | undefined = from;
    while (at !== undefined && at !== to) at = this.pointers.get(at);
    return at === to;
  }

  private groupOf(id: CustomerId): Group {
    const found = this.byId.get(id);
    if (found !== undefined) return found;
    const root = isAnonymous(id) ? id : this.rootOf(id);
    const known = this.byId.get(root);
    const group = known ?? { external: isAnonymous(root) ? null : root, ids: [root], addresses: [] };
    this.byId.set(root, group);
    if (id !== root) group.ids.push(id);
    this.byId.set(id, group);
    return group;
  }

  private groupAt(key: AddressKey): Group {
    const group = this.byAddress.get(key) ?? { external: null, ids: [], addresses: [key] };
    this.byAddress.set(key, group);
    return group;
  }

  /** The two roots where they may not become one; null where they are one now. */
  private unite(one: Group, other: Group, at: Instant): readonly [CustomerId, CustomerId] | null {
    if (one === other) return null;
    if (one.external !== null && other.external !== null) return [one.external, other.external];
    const [into, from] = other.external === null ? [one, other] : [other, one];
    for (const id of from.ids) {
      if (into.external !== null || !this.since.has(id)) this.since.set(id, at);
      this.byId.set(id, into);
      into.ids.push(id);
    }
    if (into.external === null) for (const id of into.ids) if (!this.since.has(id)) this.since.set(id, at);
    for (const key of from.addresses) {
      this.byAddress.set(key, into);
      into.addresses.push(key);
    }
    return null;
  }
}

function leastOf(ids: readonly CustomerId[]): CustomerId {
  return ids.reduce((least, id) => (id < least ? id : least));
}

function compareClaims(x: Claim, y: Claim): number {
  if (x.at !== y.at) return x.at - y.at;
  if (x.id !== y.id) return x.id < y.id ? -1 : 1;
  return x.key === y.key ? 0 : x.key < y.key ? -1 : 1;
}

/** Who owns every id. O(n²) at worst in links and claims, of which a neighbourhood has at most hundreds. */
export function resolveLinks(links: readonly Link[], claims: readonly Claim[]): Resolution {
  const resolver = new Resolver();
  const sorted = links.toSorted(compareLinks);
  for (const link of sorted) if (link.kind === 'alias') resolver.alias(link);
  for (const link of sorted) if (link.kind === 'seen') resolver.seen(link);
  for (const claim of claims.toSorted(compareClaims)) resolver.claim(claim);
  return { ownershipOf: (id) => resolver.ownershipOf(id), findings: resolver.findings };
}
