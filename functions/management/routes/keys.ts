/**
 * `GET /v1/keys`, `POST /v1/keys`, `DELETE /v1/keys/{name}`: the keys programs sign in with and events come with. A new one is
 * shown once.
 */
import * as z from 'zod';
import { KEY_KINDS } from '../../../core/roles.ts';
import { createKey, listKeys, revokeKey } from '../../shared/apiKeys.ts';
import type { Container } from '../../shared/container.ts';
import { bodyAs, type Route } from './route.ts';

export const newKeyBody = z.strictObject({
  name: z
    .string()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
      'a name has 1 to 64 letters, digits, blanks, dots and hyphens',
    ),
  kind: z.enum(KEY_KINDS),
});

export function keyList({ store }: Container): Route {
  return () => listKeys(store);
}

export function addKey({ store, now, keepsKeys = false }: Container): Route {
  return (request, by) => {
    const wanted = bodyAs(request, newKeyBody);
    return createKey(store, { ...wanted, createdAt: now(), createdBy: by.name }, keepsKeys);
  };
}

export function removeKey({ store }: Container): Route {
  return async ({ params }) => ({ ...(await revokeKey(store, params.name ?? '')), revoked: true });
}
