/**
 * `GET /v1/webhooks/failed`, `POST /v1/webhooks/redrive`: webhooks nobody took within their three days, or that were refused for
 * good, and the way to have them called again. A call that was taken up again is listed no more; what became of that is.
 */
import * as z from 'zod';
import { decisionId } from '../../../core/ids.ts';
import { callAgain, firstCallOf, isGivenUp, nextCallOf } from '../../../core/message/callAgain.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { FailedWebhookQuery } from '../../../core/ports.ts';
import { type Instant, isoInstant, parseIso } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import { named } from './parked.ts';
import { bodyAs, cursorOf, limitOf, type Route } from './route.ts';

const PAGE = 200;

const filters = { since: z.string().optional(), journey: z.string().optional() };
export const webhookRedriveBody = z.union([
  named,
  z.strictObject({ all: z.literal(true), cursor: z.string().optional(), ...filters }),
]);

interface Filter {
  readonly since?: string | undefined;
  readonly journey?: string | undefined;
  readonly cursor?: string | undefined;
}

function sinceOf({ since }: Filter): Instant | null {
  if (since === undefined || since === '') return null;
  const at = parseIso(since);
  if (at !== null) return at;
  throw misuse('since', `"${since}" is no date`, 'write it as 2026-04-03 or 2026-04-03T10:00:00Z');
}

function beforeOf({ cursor }: Filter): FailedWebhookQuery['before'] {
  if (cursor === undefined || cursor === '') return null;
  const place = /^(\d{1,15}) (.+)$/su.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [, at, id] = place ?? [];
  if (at !== undefined && id !== undefined) return { settledAt: Number(at), id: decisionId(id) };
  throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
}

/** A page of those that wait for somebody. It may hold fewer than `limit`, and none at all, while `next` leads on. */
async function failedPage({ store }: Container, filter: Filter, limit: number) {
  const page = await store.failedWebhooks({ since: sinceOf(filter), before: beforeOf(filter), limit });
  const { journey } = filter;
  const wanted = page.filter(
    ({ journeyId }) => journey === undefined || journey === '' || journeyId === journey,
  );
  const next = await Promise.all(wanted.map(({ id }) => store.loadDecision(nextCallOf(id))));
  const last = page.length < limit ? undefined : page.at(-1);
  return {
    items: wanted.filter((_, place) => next[place] === null),
    next: last === undefined ? null : cursorOf(`${last.settledAt ?? 0} ${last.id}`),
  };
}

function failedView(decision: Decision) {
  const { id, customerId, journeyId, nodeId, url, outcome, reason, tries, decidedAt, settledAt } = decision;
  return {
    id,
    webhookId: firstCallOf(id),
    customerId,
    journeyId,
    nodeId,
    url,
    outcome,
    reason,
    tries,
    decidedAt: isoInstant(decidedAt),
    settledAt: settledAt === null ? null : isoInstant(settledAt),
  };
}

export function listFailedWebhooks(container: Container): Route {
  return async ({ query }) => {
    const { items, next } = await failedPage(container, query, limitOf(query));
    return { items: items.map(failedView), next };
  };
}

/** Why a call is not made again, by how its last decision ended. */
function notAgain({ channel, outcome }: Decision): 'no-webhook' | 'delivered' | 'under-way' | 'not-called' {
  if (channel !== 'webhook') return 'no-webhook';
  switch (outcome) {
    case 'sent':
      return 'delivered';
    case 'pending':
    case 'claimed':
      return 'under-way';
    case 'suppressed':
    case 'held-out':
    case 'failed':
    case 'unknown':
      return 'not-called';
  }
}

type Again = (decisions: readonly Decision[]) => Promise<{ id: string; as: string; state: string }[]>;

/** Whoever comes second finds the decision there, and calls nothing twice. */
async function againWith(container: Container): Promise<Again> {
  const { model } = await container.inForce();
  const versions = { settings: container.settingsVersion, model: model.version };
  return async (decisions) => {
    const put = decisions.map((one) => callAgain(one, versions, container.now()));
    const areNew = await container.store.putDecisions(put);
    return decisions.map(({ id }, place) => ({
      id,
      as: put[place]?.decision.id ?? id,
      state: areNew[place] === true ? 'redriven' : 'under-way',
    }));
  };
}

/** The last decision of a call, whichever of them is named. */
async function lastCallOf({ store }: Container, id: string): Promise<Decision | null> {
  let last = await store.loadDecision(decisionId(id));
  while (last !== null && isGivenUp(last)) {
    const next = await store.loadDecision(nextCallOf(last.id));
    if (next === null) return last;
    last = next;
  }
  return last;
}

async function redriveNamed(container: Container, ids: readonly string[]) {
  const again = await againWith(container);
  const items = [];
  for (const id of new Set(ids)) {
    const last = await lastCallOf(container, id);
    if (last === null) items.push({ id, as: null, state: 'no-decision' });
    else if (isGivenUp(last)) items.push(...(await again([last])).map((one) => ({ ...one, id })));
    else items.push({ id, as: last.id === id ? null : last.id, state: notAgain(last) });
  }
  return { items, next: null };
}

export function redriveWebhooks(container: Container): Route {
  return async (request) => {
    const wanted = bodyAs(request, webhookRedriveBody);
    if ('ids' in wanted) return redriveNamed(container, wanted.ids);
    const { items, next } = await failedPage(container, wanted, PAGE);
    const again = await againWith(container);
    return { items: await again(items), next };
  };
}
