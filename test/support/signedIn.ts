/** Somebody signed in, by an issuer of the tests. */
import { makeIssuer } from '../../local/api/localIssuer.ts';
import type { Role } from '../../core/roles.ts';

export const TEST_ISSUER = makeIssuer(Buffer.alloc(32, 7));

/** What `Authorization` says of somebody with the role. */
export async function bearer(role: Role, now: number): Promise<string> {
  return `Bearer ${await TEST_ISSUER.token('operator', role, now)}`;
}
