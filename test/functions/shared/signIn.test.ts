import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignIn, userPoolSignIn, verifyToken } from '../../../functions/shared/signIn.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { NOW } from '../../support/builders.ts';

const CLIENT = 'client-1';

/** A user pool as Cognito has one: its keys at the address below its issuer. */
async function aPool() {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  let fetched = 0;
  const server = createServer((request, response) => {
    fetched += 1;
    const isKeys = request.url === '/pool/.well-known/jwks.json';
    response.writeHead(isKeys ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isKeys ? { keys: [jwk] } : {}));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}/pool`;
  return { issuer, privateKey, publicKey, close: () => server.close(), fetched: () => fetched };
}

let pool: Awaited<ReturnType<typeof aPool>>;
let signIn: SignIn;
beforeAll(async () => {
  pool = await aPool();
  signIn = userPoolSignIn({ issuer: pool.issuer, clientId: CLIENT });
});
afterAll(() => pool.close());

const ACCESS = {
  token_use: 'access',
  client_id: CLIENT,
  username: 'maya',
  'cognito:groups': ['viewer', 'marketer'],
};

function token(claims: object = ACCESS, at = NOW + MINUTE_MS) {
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setIssuer(pool.issuer)
    .setExpirationTime(at / 1_000);
}

describe('a token of a user pool', () => {
  it('signs in with the highest of its groups, its keys fetched once', async () => {
    for (let n = 0; n < 3; n += 1)
      expect(await verifyToken(signIn, await token().sign(pool.privateKey), NOW)).toEqual({
        kind: 'signed-in',
        who: { name: 'maya', role: 'marketer' },
      });
    expect(pool.fetched()).toBe(1);
  });

  it('may be an id token, which names its client as audience', async () => {
    const claims = { token_use: 'id', aud: CLIENT, 'cognito:username': 'li', 'cognito:groups': ['admin'] };
    const verified = await verifyToken(signIn, await token(claims).sign(pool.privateKey), NOW);
    expect(verified).toEqual({ kind: 'signed-in', who: { name: 'li', role: 'admin' } });
  });

  it('that was good is told to have run out', async () => {
    const old = await token(ACCESS, NOW - MINUTE_MS).sign(pool.privateKey);
    expect(await verifyToken(signIn, old, NOW)).toEqual({ kind: 'expired' });
  });

  it('is refused where it is signed with the public key as if that were a secret', async () => {
    const secret = new TextEncoder().encode(await exportSPKI(pool.publicKey));
    const forged = new SignJWT(ACCESS)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .setIssuer(pool.issuer)
      .setExpirationTime(NOW / 1_000 + 60);
    expect(await verifyToken(signIn, await forged.sign(secret), NOW)).toEqual({ kind: 'refused' });
  });

  it('is refused where its key is none of the pool', async () => {
    const other = await generateKeyPair('RS256');
    expect(await verifyToken(signIn, await token().sign(other.privateKey), NOW)).toEqual({ kind: 'refused' });
  });

  it('is refused where it never runs out', async () => {
    const endless = new SignJWT(ACCESS)
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(pool.issuer);
    expect(await verifyToken(signIn, await endless.sign(pool.privateKey), NOW)).toEqual({ kind: 'refused' });
  });

  it('is answered with "not now" where the keys cannot be fetched', async () => {
    const gone = userPoolSignIn({ issuer: pool.issuer, clientId: CLIENT, keysUrl: `${pool.issuer}/nowhere` });
    await expect(verifyToken(gone, await token().sign(pool.privateKey), NOW)).rejects.toMatchObject({
      code: 'sign-in-unavailable',
      body: { status: 503 },
    });
  });
});
