/**
 * Sign-in by token: a JWT of the shop's user pool, or on one machine of its own issuer, verified the same way. Signature,
 * issuer, audience, use and expiry are checked here; claims that something in front has read already are never believed.
 */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as z from 'zod';
import { type Role, ROLES } from '../../core/roles.ts';
import type { Instant } from '../../core/time.ts';
import { Problem } from './problem.ts';

/** Whose tokens are believed. */
export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
  /** Nothing else is taken, whatever the token says of itself. */
  readonly algorithms: readonly string[];
  readonly keys: JWTVerifyGetKey;
}

export interface UserPool {
  /** `https://cognito-idp.<region>.amazonaws.com/<user pool id>`. */
  readonly issuer: string;
  readonly clientId: string;
  /** Where its public keys are. Default: below the issuer. */
  readonly keysUrl?: string;
}

/** Tokens of a Cognito user pool. Its keys are fetched when they are first needed and kept. */
export function userPoolSignIn({ issuer, clientId, keysUrl }: UserPool): SignIn {
  const url = new URL(keysUrl ?? `${issuer}/.well-known/jwks.json`);
  return { issuer, clientId, algorithms: ['RS256'], keys: createRemoteJWKSet(url) };
}

export interface SignedIn {
  readonly name: string;
  /** The highest of their groups; null where they are in none. */
  readonly role: Role | null;
}

/** A Cognito id token names its client as audience, an access token as `client_id`. */
const claimsSchema = z.discriminatedUnion('token_use', [
  z.looseObject({ token_use: z.literal('access'), client_id: z.string() }),
  z.looseObject({ token_use: z.literal('id'), aud: z.string() }),
]);
const groupsSchema = z.looseObject({ 'cognito:groups': z.array(z.string()).default([]) });

function clientOf(claims: z.infer<typeof claimsSchema>): string {
  switch (claims.token_use) {
    case 'access':
      return claims.client_id;
    case 'id':
      return claims.aud;
  }
}

function nameIn(payload: JWTPayload): string {
  const said = payload['username'] ?? payload['cognito:username'] ?? payload.sub;
  return typeof said === 'string' ? said : 'unnamed';
}

function signedIn(payload: JWTPayload, { clientId }: SignIn): SignedIn | null {
  const claims = claimsSchema.safeParse(payload);
  const groups = groupsSchema.safeParse(payload);
  if (!claims.success || !groups.success || clientOf(claims.data) !== clientId) return null;
  if (typeof payload.exp !== 'number') return null;
  const role = ROLES.toReversed().find((one) => groups.data['cognito:groups'].includes(one));
  return { name: nameIn(payload), role: role ?? null };
}

function unavailable(failure: unknown): Problem {
  return new Problem({
    status: 503,
    code: 'sign-in-unavailable',
    title: 'Not now',
    detail: `the keys of the user pool cannot be fetched: ${failure instanceof Error ? failure.message : String(failure)}`,
    remedy: 'try again soon',
  });
}

/** Failures of a token, and not of fetching what it is checked against. */
function isOfToken(failure: unknown): boolean {
  const notFetched = failure instanceof errors.JWKSTimeout || failure instanceof errors.JWKSInvalid;
  return failure instanceof errors.JOSEError && !notFetched && failure.code !== 'ERR_JOSE_GENERIC';
}

export type Verified =
  | { readonly kind: 'signed-in'; readonly who: SignedIn }
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused' };

/** Throws a `Problem` of status 503 where the keys cannot be fetched. */
export async function verifyToken(signIn: SignIn, token: string, now: Instant): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(token, signIn.keys, {
      issuer: signIn.issuer,
      algorithms: [...signIn.algorithms],
      currentDate: new Date(now),
    });
    const who = signedIn(payload, signIn);
    return who === null ? { kind: 'refused' } : { kind: 'signed-in', who };
  } catch (failure) {
    if (failure instanceof errors.JWTExpired) return { kind: 'expired' };
    if (!isOfToken(failure)) throw unavailable(failure);
    return { kind: 'refused' };
  }
}
