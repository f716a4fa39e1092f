/**
 * The issuer of one machine: who has its folder is signed in by a token of its own, which the handlers verify as they verify
 * those of a user pool. The secret is of this process; a token lasts minutes and never leaves it.
 */
import { randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Role } from '../../core/roles.ts';
import type { SignIn } from '../../functions/shared/signIn.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../../core/time.ts';

const ISSUER = 'urn:perennial:one-machine';
const CLIENT = 'perennial';
const ALGORITHM = 'HS256';
const LASTS_MS = 5 * MINUTE_MS;

export interface LocalIssuer {
  readonly signIn: SignIn;
  /** A token of somebody with this role, good for five minutes from `now`. */
  token(name: string, role: Role, now: Instant): Promise<string>;
}

export function makeIssuer(secret: Uint8Array = randomBytes(32)): LocalIssuer {
  return {
    signIn: {
      issuer: ISSUER,
      clientId: CLIENT,
      algorithms: [ALGORITHM],
      keys: async () => secret,
    },
    token: (name, role, now) =>
      new SignJWT({ token_use: 'access', client_id: CLIENT, 'cognito:groups': [role], username: name })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuer(ISSUER)
        .setIssuedAt(Math.floor(now / SECOND_MS))
        .setExpirationTime(Math.floor((now + LASTS_MS) / SECOND_MS))
        .sign(secret),
  };
}

/** The one of this process. */
export const localIssuer = makeIssuer();
