/**
 * Lets a request in or refuses it: who asks, by a token or a key in `Authorization: Bearer`, and whether their role is enough for
 * the route. Both runtimes come through here. What is wrong with a credential is not told, but for one that was good and ran out.
 */
import type { Container } from './container.ts';
import type { Role } from '../../core/roles.ts';
import { CHECKOUT_ROUTES, covers, isRouteName, leastRoleOf } from './access.ts';
import { keyHash, keysByHash } from './apiKeys.ts';
import { Problem } from './problem.ts';
import { verifyToken } from './signIn.ts';

/** Who asks. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

type Door = Pick<Container, 'now' | 'signIn'> & {
  readonly store: Pick<Container['store'], 'getValue'> | null;
};

const REMEDY =
  'send a key (perennial keys create) or the token of a signed-in user as Authorization: Bearer …';

function notSignedIn(code: string, detail: string, remedy = REMEDY): Problem {
  return new Problem({ status: 401, code, title: 'Not signed in', detail, remedy });
}

function refused(): Problem {
  return notSignedIn('credential-refused', 'the key or token is none that is let in here');
}

function roleless(detail: string, remedy: string): Problem {
  return new Problem({ status: 403, code: 'no-role', title: 'Refused', detail, remedy });
}

/** A token has three parts; a key has no dots. */
function isToken(credential: string): boolean {
  return credential.split('.').length === 3;
}

async function byToken({ signIn, now }: Door, token: string): Promise<Principal> {
  if (signIn === undefined) throw refused();
  const verified = await verifyToken(signIn, token, now());
  switch (verified.kind) {
    case 'refused':
      throw refused();
    case 'expired':
      throw notSignedIn('token-expired', 'the token has run out', 'sign in again');
    case 'signed-in': {
      const { name, role } = verified.who;
      if (role !== null) return { name, role };
      throw roleless(`${name} is in none of the groups viewer, marketer and admin`, 'have an admin add them');
    }
  }
}

async function byKey({ store }: Door, key: string, route: string | null): Promise<Principal> {
  const known = store === null ? undefined : (await keysByHash(store)).get(keyHash(key));
  if (known === undefined) throw refused();
  if (known.kind !== 'write') return { name: known.name, role: known.kind };
  if (route !== null && isRouteName(route) && CHECKOUT_ROUTES.has(route))
    return { name: known.name, role: leastRoleOf(route) };
  throw roleless(
    'a write key takes events in and redeems coupons, and does nothing else',
    'use a key of kind viewer, marketer or admin',
  );
}

/**
 * Who a header names. Throws a `Problem`: 401 where it names nobody, 403 for somebody without a role. `route`: what they ask for,
 * as far as that is known.
 */
export async function principalOf(
  door: Door,
  authorization: string | undefined,
  route: string | null = null,
): Promise<Principal> {
  if (authorization === undefined || authorization === '')
    throw notSignedIn('not-signed-in', 'the request carries neither a key nor a token');
  const credential = /^Bearer +([\w.~+/=-]{1,8192})$/i.exec(authorization)?.[1];
  if (credential === undefined) throw refused();
  return isToken(credential) ? byToken(door, credential) : byKey(door, credential, route);
}

/** Lets nobody through whose role is not enough for the route of this name. Throws as `principalOf` does, and 403. */
export async function authorise(
  door: Door,
  authorization: string | undefined,
  route: string,
): Promise<Principal> {
  const least = leastRoleOf(route);
  const principal = await principalOf(door, authorization, route);
  if (covers(principal.role, least)) return principal;
  throw new Problem({
    status: 403,
    code: 'role-too-low',
    title: 'Refused',
    detail: `${route} needs the role ${least}; "${principal.name}" has ${principal.role}`,
    remedy: `use a key of kind ${least}, or ask an admin for the role`,
  });
}
