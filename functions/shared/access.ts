/**
 * Who may do what, in one place and the same on both runtimes: the least role of every route there is. Handlers refuse what is
 * not in this table, so a route nobody thought about is a route nobody may use. A write key has no role: it takes events
 * in, and a checkout redeems coupons with it.
 */
import { type Role, ROLES } from '../../core/roles.ts';
import { Problem } from './problem.ts';

/**
 * Reading and checking is a viewer's; running campaigns is a marketer's; an admin's is what is about one person's data as a whole,
 * what opens doors (keys, secrets, settings) and what lifts a protection.
 */
export const ROUTE_ROLES = {
  'GET /v1/customers': 'viewer',
  'GET /v1/customers/{id}': 'viewer',
  'GET /v1/customers/{id}/export': 'admin',
  'POST /v1/customers/{id}/erasure': 'admin',
  'GET /v1/erasures': 'viewer',
  'GET /v1/journeys': 'viewer',
  'GET /v1/journeys/{id}': 'viewer',
  'GET /v1/journeys/{id}/lift': 'viewer',
  'POST /v1/journeys/validate': 'viewer',
  'POST /v1/journeys/plan': 'viewer',
  'POST /v1/journeys': 'marketer',
  'POST /v1/journeys/{id}/migrations': 'marketer',
  'POST /v1/journeys/{id}/entries': 'marketer',
  'GET /v1/why/{id}': 'viewer',
  'GET /v1/ledger/check': 'viewer',
  'GET /v1/ledger/decisions': 'viewer',
  'GET /v1/suppressions': 'viewer',
  'POST /v1/suppressions': 'marketer',
  'POST /v1/suppressions/removals': 'admin',
  'GET /v1/parked': 'viewer',
  'POST /v1/parked/redrive': 'marketer',
  'GET /v1/webhooks/failed': 'viewer',
  'POST /v1/webhooks/redrive': 'marketer',
  'GET /v1/events/rejected': 'viewer',
  'GET /v1/templates': 'viewer',
  'GET /v1/templates/{id}': 'viewer',
  'POST /v1/templates/{id}/preview': 'viewer',
  'POST /v1/templates/lint': 'viewer',
  'POST /v1/templates': 'marketer',
  'POST /v1/templates/shipped': 'admin',
  'POST /v1/test-sends': 'marketer',
  'POST /v1/messages': 'marketer',
  'GET /v1/sending': 'viewer',
  'POST /v1/sending/stop': 'marketer',
  'POST /v1/sending/resume': 'marketer',
  'GET /v1/sending/guard': 'viewer',
  'POST /v1/sending/guard/resume': 'admin',
  'GET /v1/tasks': 'viewer',
  'POST /v1/tasks/{id}/done': 'marketer',
  'GET /v1/analytics/{view}': 'viewer',
  'GET /v1/deliverability': 'viewer',
  'GET /v1/settings': 'viewer',
  'PUT /v1/settings': 'admin',
  'POST /v1/settings/validate': 'viewer',
  'GET /v1/webhooks/secrets': 'admin',
  'POST /v1/webhooks/secrets/rotate': 'admin',
  'POST /v1/webhooks/secrets/retire': 'admin',
  'GET /v1/keys': 'admin',
  'POST /v1/keys': 'admin',
  'DELETE /v1/keys/{name}': 'admin',
  'POST /v1/uploads': 'marketer',
  'POST /v1/imports/orders': 'marketer',
  'POST /v1/imports/customers': 'marketer',
  'POST /v1/imports/consents': 'marketer',
  'POST /v1/imports/suppressions': 'marketer',
  'POST /v1/imports/events': 'marketer',
  'GET /v1/customers/{id}/recommendations': 'viewer',
  'GET /v1/customers/{id}/relationship': 'viewer',
  'GET /v1/recommendations/rules': 'viewer',
  'GET /v1/recommendations/report': 'viewer',
  'GET /v1/surveys': 'viewer',
  'POST /v1/recommendations/train': 'marketer',
  'GET /v1/catalogue': 'viewer',
  'PUT /v1/catalogue': 'marketer',
  'POST /v1/catalogue/items': 'marketer',
  'PATCH /v1/catalogue/items/{id}': 'marketer',
  'GET /v1/win-back': 'viewer',
  'PUT /v1/win-back': 'marketer',
  'POST /v1/win-back/validate': 'viewer',
  'GET /v1/win-back/verdicts': 'viewer',
  'GET /v1/win-back/learned': 'viewer',
  'GET /v1/customers/{id}/win-back': 'viewer',
  'GET /v1/campaigns': 'viewer',
  'POST /v1/campaigns': 'marketer',
  'POST /v1/campaigns/validate': 'viewer',
  'POST /v1/campaigns/preview': 'viewer',
  'POST /v1/campaigns/replay': 'viewer',
  'GET /v1/campaigns/{id}': 'viewer',
  'GET /v1/campaigns/{id}/report': 'viewer',
  'POST /v1/campaigns/{id}/submit': 'marketer',
  'POST /v1/campaigns/{id}/approve': 'marketer',
  'POST /v1/campaigns/{id}/launch': 'marketer',
  'POST /v1/campaigns/{id}/pause': 'marketer',
  'POST /v1/campaigns/{id}/resume': 'marketer',
  'POST /v1/campaigns/{id}/cancel': 'marketer',
  'POST /v1/campaigns/{id}/clone': 'marketer',
  'POST /v1/campaigns/{id}/trigger': 'marketer',
  'GET /v1/offers': 'viewer',
  'PUT /v1/offers': 'marketer',
  'POST /v1/offers/validate': 'viewer',
  'GET /v1/offers/report': 'viewer',
  'GET /v1/customers/{id}/offers': 'viewer',
  'POST /v1/customers/{id}/offers': 'marketer',
  'GET /v1/coupons/{code}': 'viewer',
  'POST /v1/coupons/{code}/validate': 'viewer',
  'POST /v1/coupons/{code}/reservations': 'marketer',
  'POST /v1/coupons/{code}/redemptions': 'marketer',
  'POST /v1/coupons/{code}/release': 'marketer',
  'POST /v1/coupons/{code}/void': 'marketer',
  'GET /v1/coupon-pools/{id}': 'viewer',
  'POST /v1/coupon-pools/{id}': 'marketer',
  'GET /v1/loyalty': 'viewer',
  'PUT /v1/loyalty': 'marketer',
  'POST /v1/loyalty/validate': 'viewer',
  'GET /v1/loyalty/liability': 'viewer',
  'GET /v1/loyalty/check': 'viewer',
  'POST /v1/loyalty/simulations': 'viewer',
  'POST /v1/loyalty/reassessments': 'marketer',
  'GET /v1/customers/{id}/points': 'viewer',
  'POST /v1/customers/{id}/points': 'marketer',
  'POST /v1/customers/{id}/points/redemptions': 'marketer',
  'POST /v1/customers/{id}/points/redemptions/release': 'marketer',
  'POST /v1/evaluations': 'marketer',
  'GET /v1/jobs/{id}': 'marketer',
  'GET /v1/segments': 'viewer',
  'PUT /v1/segments': 'marketer',
  'POST /v1/segments/validate': 'viewer',
  'POST /v1/segments/preview': 'viewer',
  'POST /v1/segments/recompute': 'marketer',
  'GET /v1/segments/{id}': 'viewer',
  'GET /v1/segments/{id}/members': 'viewer',
  'POST /v1/segments/{id}/members': 'marketer',
  'PUT /v1/segments/{id}/members': 'marketer',
  'POST /v1/segments/{id}/members/removals': 'marketer',
  // On one machine only.
  'GET /v1/campaigns/history': 'viewer',
  'POST /v1/simulations': 'marketer',
  'POST /v1/win-back/simulations': 'marketer',
  'POST /v1/waves': 'admin',
  'GET /v1/messages': 'viewer',
  'GET /v1/messages/{id}': 'viewer',
  'GET /v1/domains/{domain}/check': 'viewer',
} as const satisfies Readonly<Record<string, Role>>;

/** Method and path of a route, as the table names it. */
export type RouteName = keyof typeof ROUTE_ROLES;

/** What a shop's checkout asks, which has a write key: nothing else is open to one but taking events in. */
export const CHECKOUT_ROUTES: ReadonlySet<RouteName> = new Set<RouteName>([
  'POST /v1/coupons/{code}/validate',
  'POST /v1/coupons/{code}/reservations',
  'POST /v1/coupons/{code}/redemptions',
  'POST /v1/coupons/{code}/release',
]);

/** Answered by one machine alone: a deployed system has its own ways. */
export const LOCAL_ROUTES: ReadonlySet<RouteName> = new Set<RouteName>([
  'GET /v1/campaigns/history',
  'POST /v1/simulations',
  'POST /v1/win-back/simulations',
  'POST /v1/waves',
  'GET /v1/messages',
  'GET /v1/messages/{id}',
  'GET /v1/domains/{domain}/check',
]);

export function isRouteName(name: string): name is RouteName {
  return Object.hasOwn(ROUTE_ROLES, name);
}

/** What may be done with this role may be done with `least`. */
export function covers(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** The least role of a route. Throws a `Problem` of status 403 for one that is not in the table. */
export function leastRoleOf(name: string): Role {
  if (isRouteName(name)) return ROUTE_ROLES[name];
  throw new Problem({
    status: 403,
    code: 'route-not-listed',
    title: 'Refused',
    detail: `nobody may use ${name}: no role is set for it`,
    remedy: 'report it: it is an error of this version',
  });
}

const PATTERNS = Object.keys(ROUTE_ROLES)
  .filter(isRouteName)
  .map((name) => ({
    name,
    shape: new RegExp(`^${name.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));

/** The route of a request; a path that is named whole goes before one with a place in it. Null where there is none. */
export function routeNameOf(method: string, path: string): RouteName | null {
  const asked = `${method} ${path}`;
  if (isRouteName(asked)) return asked;
  return PATTERNS.find(({ shape }) => shape.test(asked))?.name ?? null;
}
