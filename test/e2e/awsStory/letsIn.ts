/** Who gets in: keys, people of the user pool by their group, and nobody else. */
import { describe, expect, it } from 'vitest';
import {
  CHECKOUT_ROUTES,
  isRouteName,
  LOCAL_ROUTES,
  ROUTE_ROLES,
  type RouteName,
} from '../../../functions/shared/access.ts';
import { signIn } from '../../support/aws/staff.ts';
import { JOURNEY, type SceneOf } from './story.ts';

/** Well-formed, of an issuer nobody here trusts. */
const FOREIGN_TOKEN = [
  { alg: 'RS256', kid: 'foreign' },
  { iss: 'https://issuer.example', token_use: 'access', 'cognito:groups': ['admin'], exp: 4_102_444_800 },
  'signature',
]
  .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
  .join('.');

export function letsIn(scene: SceneOf): void {
  describe('lets in', () => {
    it('nobody without a key, or with a wrong one', async () => {
      for (const key of [null, 'pk_admin_wrong', 'eyJhbGciOiJub25lIn0.e30.']) {
        const { status, type, body } = await scene().shop.ask('GET', '/v1/customers', key);
        expect([status, type]).toEqual([401, expect.stringContaining('application/problem+json')]);
        expect(body).toMatchObject({ status: 401, code: expect.any(String) });
      }
    });

    it('a viewer to read, not to publish', async () => {
      const { viewer } = scene().shop.keys;
      expect((await scene().shop.ask('GET', '/v1/journeys', viewer)).status).toBe(200);
      const refused = await scene().shop.ask('POST', '/v1/journeys', viewer, { source: JOURNEY });
      expect(refused).toMatchObject({ status: 403, body: { status: 403 } });
      expect((await scene().shop.ask('POST', '/v1/keys', viewer, { name: 'x', kind: 'admin' })).status).toBe(
        403,
      );
    });

    it('people of the user pool, by their group', async () => {
      const viewer = await signIn(scene().shop.deployed, 'vera@northwind.example', 'viewer');
      const admin = await signIn(scene().shop.deployed, 'ada@northwind.example', 'admin');
      const nobody = await signIn(scene().shop.deployed, 'nora@northwind.example', null);
      const statusOf = async (token: string, path: string) =>
        (await scene().shop.ask('GET', path, token)).status;
      expect([await statusOf(viewer, '/v1/journeys'), await statusOf(viewer, '/v1/keys')]).toEqual([
        200, 403,
      ]);
      expect(await statusOf(admin, '/v1/keys')).toBe(200);
      expect(await statusOf(nobody, '/v1/journeys')).toBe(403);
      const forged = `${viewer.slice(0, -6)}AAAAAA`;
      expect(await statusOf(forged, '/v1/journeys')).toBe(401);
    });

    it('nobody to any route without the role it takes, whatever they bring', async () => {
      const { shop } = scene();
      const { keys } = shop;
      const routes = Object.entries(ROUTE_ROLES).flatMap(([name, least]) =>
        isRouteName(name) && !LOCAL_ROUTES.has(name) ? [[name, least] as const] : [],
      );
      const leaks: string[] = [];
      const expectRefusal = async (
        name: RouteName,
        who: string,
        key: string | null,
        status: number,
      ): Promise<void> => {
        const [method = '', path = ''] = name.replaceAll(/\{\w+\}/g, 'x').split(' ');
        const answer = await shop.ask(
          method,
          path,
          key,
          method === 'GET' || method === 'DELETE' ? undefined : {},
        );
        if (answer.status !== status) leaks.push(`${name} answers ${who} ${answer.status}`);
      };
      for (const [name, least] of routes) {
        await Promise.all([
          expectRefusal(name, 'nobody', null, 401),
          expectRefusal(name, 'a foreign token', FOREIGN_TOKEN, 401),
          // A checkout redeems codes with the key it tells orders by: it is let in, and told what is missing.
          expectRefusal(name, 'a write key', keys.write, CHECKOUT_ROUTES.has(name) ? 400 : 403),
          ...(least === 'viewer' ? [] : [expectRefusal(name, 'a viewer', keys.viewer, 403)]),
          ...(least === 'admin' ? [expectRefusal(name, 'a marketer', keys.marketer, 403)] : []),
        ]);
      }
      expect(leaks).toEqual([]);
      expect(routes.length).toBeGreaterThan(40);
    });

    it('anyone to read what the API is', async () => {
      const { status, body } = await scene().shop.ask('GET', '/openapi.json', null);
      expect(status).toBe(200);
      expect(body).toMatchObject({ openapi: '3.1.0', paths: { '/v1/customers': expect.anything() } });
    });
  });
}
