import { describe, expect, it } from 'vitest';
import { managementRoutes } from '../../../functions/management/handler.ts';
import {
  covers,
  isRouteName,
  leastRoleOf,
  LOCAL_ROUTES,
  ROUTE_ROLES,
  routeNameOf,
} from '../../../functions/shared/access.ts';
import { ROLES } from '../../../core/roles.ts';
import { publishRoutes } from '../../../functions/templatePublish/handler.ts';
import { aContainer } from '../../support/aContainer.ts';

const LISTED = Object.keys(ROUTE_ROLES).filter(isRouteName);

describe('the table of access', () => {
  it('has every route of the handlers and of one machine, and no other', () => {
    const { container } = aContainer();
    const answered = [...managementRoutes(container), ...publishRoutes(container)].map(({ name }) => name);
    expect(answered.length).toBe(new Set(answered).size);
    expect([...answered, ...LOCAL_ROUTES].toSorted()).toEqual(LISTED.toSorted());
  });

  it('lets nobody use a route that is not in it', () => {
    expect(() => leastRoleOf('GET /v1/secrets')).toThrow(
      expect.objectContaining({ code: 'route-not-listed' }),
    );
    expect(() => leastRoleOf('toString')).toThrow(expect.objectContaining({ code: 'route-not-listed' }));
  });

  it.each(LISTED)('knows a request of %s', (name) => {
    const [method = '', path = ''] = name.split(' ');
    expect(routeNameOf(method, path.replaceAll(/\{\w+\}/g, 'a%2Fb'))).toBe(name);
  });

  it.each(['GET /v1/customers/a/b', 'DELETE /v1/customers', 'POST /v1/customer', 'GET /', 'GET /v1/keys/'])(
    'knows none of %s',
    (asked) => {
      const [method = '', path = ''] = asked.split(' ');
      expect(routeNameOf(method, path)).toBeNull();
    },
  );

  it('gives each role what those before it have', () => {
    const may = ROLES.map((role) => ROLES.filter((least) => covers(role, least)));
    expect(may).toEqual([['viewer'], ['viewer', 'marketer'], ['viewer', 'marketer', 'admin']]);
  });

  it('keeps whole persons, keys, secrets and settings for admins', () => {
    const admins = LISTED.filter((name) => ROUTE_ROLES[name] === 'admin');
    expect(admins).toEqual(
      expect.arrayContaining([
        'GET /v1/customers/{id}/export',
        'POST /v1/customers/{id}/erasure',
        'PUT /v1/settings',
        'GET /v1/keys',
        'POST /v1/keys',
        'DELETE /v1/keys/{name}',
        'GET /v1/webhooks/secrets',
      ]),
    );
  });
});
