/** `GET /v1/events/rejected`: what was sent and could not be applied, newest first. */
import { isoInstant } from '../../../core/time.ts';
import type { KeptRejection } from '../../../core/rejected.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import { cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';

function beforeOf({ cursor }: RouteRequest['query']): number | null {
  if (cursor === undefined || cursor === '') return null;
  const seq = Number(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (Number.isSafeInteger(seq) && seq > 0) return seq;
  throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
}

function rejectionView({ seq, receivedAt, digest: _digest, ...rest }: KeptRejection) {
  return { id: seq, receivedAt: isoInstant(receivedAt), ...rest };
}

export function listRejected({ rejects }: Container): Route {
  return async ({ query }) => {
    const limit = limitOf(query);
    const [page, total] = await Promise.all([
      rejects.listRejected({ before: beforeOf(query), limit }),
      rejects.countRejected(),
    ]);
    const last = page.at(-1);
    const next = page.length === limit && last !== undefined ? cursorOf(String(last.seq)) : null;
    return { items: page.map(rejectionView), next, total };
  };
}
