/** What may stand in `Authorization`: of people and programs who may come in, and of those who may not. */
import { SignJWT, UnsecuredJWT } from 'jose';
import { ROLES, type Role } from '../../../core/roles.ts';
import { createKey, revokeKey } from '../../../functions/shared/apiKeys.ts';
import type { Store } from '../../../core/ports.ts';
import { MINUTE_MS } from '../../../core/time.ts';

export interface Credential {
  readonly what: string;
  readonly authorization: string | undefined;
  /** Null where they may do nothing at all. */
  readonly role: Role | null;
  /** What a checkout asks is open to it, and nothing else. */
  readonly isWriteKey?: boolean;
}

/** Whose tokens are believed. */
export interface Issuer {
  readonly secret: Uint8Array;
  readonly issuer: string;
  readonly clientId: string;
}

interface Token {
  readonly groups: unknown;
  readonly use: string;
  readonly expiresAt: number;
}

function claimsOf({ groups, use }: Token, clientId: string) {
  const client = use === 'id' ? { aud: clientId } : { client_id: clientId };
  return { token_use: use, username: 'maya', 'cognito:groups': groups, ...client };
}

async function signed({ secret, issuer, clientId }: Issuer, token: Token): Promise<string> {
  const jwt = new SignJWT(claimsOf(token, clientId))
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(issuer)
    .setExpirationTime(Math.floor(token.expiresAt / 1_000))
    .sign(secret);
  return `Bearer ${await jwt}`;
}

function unsecured({ issuer, clientId }: Issuer, token: Token): string {
  const jwt = new UnsecuredJWT(claimsOf(token, clientId))
    .setIssuer(issuer)
    .setExpirationTime(Math.floor(token.expiresAt / 1_000));
  return `Bearer ${jwt.encode()}`;
}

function bitFlipped(bearer: string): string {
  const at = bearer.length - 10;
  return `${bearer.slice(0, at)}${bearer[at] === 'A' ? 'B' : 'A'}${bearer.slice(at + 1)}`;
}

async function tokens(trusted: Issuer, now: number): Promise<Credential[]> {
  const good: Token = { groups: ['admin'], use: 'access', expiresAt: now + MINUTE_MS };
  const admin = await signed(trusted, good);
  const stranger = { ...trusted, secret: Buffer.alloc(32, 99) };
  const bad = (what: string, authorization: string): Credential => ({ what, authorization, role: null });
  const roles = await Promise.all(
    ROLES.flatMap((role) =>
      ['access', 'id'].map(async (use) => ({
        what: `${use} token of a ${role}`,
        authorization: await signed(trusted, { ...good, use, groups: [role] }),
        role,
      })),
    ),
  );
  const many = { what: 'groups, one of them admin', role: 'admin' as const };
  return [
    ...roles,
    { ...many, authorization: await signed(trusted, { ...good, groups: ['x', 'viewer', 'admin'] }) },
    bad('expired token', await signed(trusted, { ...good, expiresAt: now - MINUTE_MS })),
    bad('token of a foreign issuer', await signed({ ...trusted, issuer: 'https://foreign.example' }, good)),
    bad('token for a foreign client', await signed({ ...trusted, clientId: 'other' }, good)),
    bad(
      'id token for a foreign client',
      await signed({ ...trusted, clientId: 'other' }, { ...good, use: 'id' }),
    ),
    bad('token of another use', await signed(trusted, { ...good, use: 'refresh' })),
    bad('token signed by another pool', await signed(stranger, good)),
    bad('token that says it needs no signature', unsecured(trusted, good)),
    bad('token with a bit flipped', bitFlipped(admin)),
    bad('token without its signature', admin.slice(0, admin.lastIndexOf('.') + 1)),
    bad('token of somebody in no group', await signed(trusted, { ...good, groups: [] })),
    bad('token of somebody in other groups', await signed(trusted, { ...good, groups: ['Admin', 'admins'] })),
    bad('token whose groups were flattened', await signed(trusted, { ...good, groups: '[viewer admin]' })),
    bad('token by another scheme', admin.replace('Bearer', 'Basic')),
  ];
}

async function keys(store: Store): Promise<Credential[]> {
  const make = async (kind: Role | 'write', name: string) => {
    const { key } = await createKey(store, { name, kind, createdAt: 0, createdBy: 's1' }, false);
    return key;
  };
  const roles = await Promise.all(
    ROLES.map(async (role) => ({
      what: `key of kind ${role}`,
      authorization: `Bearer ${await make(role, `s1 ${role}`)}`,
      role,
    })),
  );
  const admin = roles.at(-1)?.authorization ?? '';
  const revoked = await make('admin', 's1 revoked');
  await revokeKey(store, 's1 revoked');
  const bad = (what: string, authorization: string | undefined): Credential => ({
    what,
    authorization,
    role: null,
  });
  return [
    ...roles,
    bad('nothing', undefined),
    bad('an empty header', ''),
    bad('garbage', 'Bearer garbage'),
    bad('garbage in three parts', 'Bearer a.b.c'),
    bad('no key behind the scheme', 'Bearer '),
    bad('revoked key', `Bearer ${revoked}`),
    { ...bad('write key', `Bearer ${await make('write', 's1 write')}`), isWriteKey: true },
    bad('write key by basic authorization', `Basic ${Buffer.from(`${revoked}:`).toString('base64')}`),
    bad('key of another shop', 'Bearer pk_admin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'),
    bad('key without its last letter', admin.slice(0, -1)),
    bad('key by basic authorization', `Basic ${Buffer.from(`${admin.slice(7)}:`).toString('base64')}`),
    bad('two keys in one header', `${admin}, ${admin}`),
  ];
}

/** All of them, good for a minute from `now`. Makes keys in the store. */
export async function credentials(trusted: Issuer, store: Store, now: number): Promise<Credential[]> {
  return [...(await keys(store)), ...(await tokens(trusted, now))];
}
