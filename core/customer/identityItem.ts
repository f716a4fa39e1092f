/** The record of an id that is, or may become, one of several of a person. Pure changes of it; who owns it is `ownership.ts`. */
import type { AddressKey, CustomerId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { Fields } from './fields.ts';
import { isAnonymous } from './identity.ts';
import { compareLinks, isSameLink, type Link } from './links.ts';

/**
 * What is known of an id beside its profile: whose it is, what links it, and what it was told itself while its owner's
 * profile adds up several. Only ids that were ever linked, or visitors who gave an address, have one.
 */
export interface Identity {
  readonly id: CustomerId;
  readonly version: number;
  /** The person's root; `id` itself where it is one. */
  readonly owner: CustomerId;
  /** Since when it is its owner's; null for a root. */
  readonly since: Instant | null;
  /** Of a visitor every link, of one of the shop's own ids its aliases; the earliest `MOST_LINKS`. */
  readonly links: readonly Link[];
  /** Addresses a visitor gave. */
  readonly claims: readonly AddressKey[];
  /** Null where nothing was told under it, or where it is a root without members: then its profile says it. */
  readonly fields: Fields | null;
}

export const MOST_LINKS = 50;
export const MOST_CLAIMS = 20;
/** Ids of one person beside the root. */
export const MOST_MEMBERS = 50;

export function newIdentity(id: CustomerId): Identity {
  return { id, version: 0, owner: id, since: null, links: [], claims: [], fields: null };
}

/** Whether a link is kept with `id`: the shop's own ids keep their aliases, a visitor everything. */
export function keepsLink(id: CustomerId, link: Link): boolean {
  return isAnonymous(id) || link.kind === 'alias';
}

/** True where the link, or an earlier one between the same ids, is kept with the id. */
export function hasLink(identity: Identity | undefined, link: Link): boolean {
  return identity?.links.some((known) => isSameLink(known, link) && known.at <= link.at) ?? false;
}

/** The identity with a link, the earliest of its kind between the two ids; the same object where it is known. */
export function withLink(identity: Identity, link: Link): Identity {
  if (!keepsLink(identity.id, link) || hasLink(identity, link)) return identity;
  const others = identity.links.filter((known) => !isSameLink(known, link));
  return { ...identity, links: [...others, link].sort(compareLinks).slice(0, MOST_LINKS) };
}

/** The identity of a visitor who gave an address. */
export function withClaim(identity: Identity, key: AddressKey): Identity {
  if (identity.claims.includes(key)) return identity;
  return { ...identity, claims: [...identity.claims, key].sort().slice(0, MOST_CLAIMS) };
}
