/** `GET /v1/ledger/check`, `GET /v1/ledger/decisions`: the sends ledger recounted, its doubtful and stuck rows, and every row of it. */
import { listErasures } from '../../../core/customer/erasureTask.ts';
import { readableRecord } from '../../../core/customer/readable.ts';
import { customerId } from '../../../core/ids.ts';
import { workOf } from '../../../core/journey/dueRecord.ts';
import type { Decision } from '../../../core/message/decision.ts';
import { isBalanced, recountLedger } from '../../../core/message/ledger.ts';
import { DAY_MS, HOUR_MS, type Instant, isoInstant, parseIso } from '../../../core/time.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import { withGateText } from '../views/gateText.ts';
import { cursorOf, limitOf, type Route, type RouteRequest } from './route.ts';

const MOST_PARKED = 1_000;
const MOST_PARKED_SHOWN = 20;
const WEEK_MS = 7 * DAY_MS;

/** Decisions nobody knows the end of, by how long. */
function unknowns(now: Instant) {
  const bands = { hour: 0, day: 0, week: 0, older: 0 };
  let total = 0;
  let oldestAt: Instant | null = null;
  return {
    see({ outcome, claimedAt, decidedAt }: Decision): void {
      if (outcome !== 'unknown') return;
      const since = claimedAt ?? decidedAt;
      const age = now - since;
      total += 1;
      oldestAt = oldestAt === null ? since : Math.min(oldestAt, since);
      bands[age < HOUR_MS ? 'hour' : age < DAY_MS ? 'day' : age < WEEK_MS ? 'week' : 'older'] += 1;
    },
    view: () => ({
      total,
      oldestAt: oldestAt === null ? null : isoInstant(oldestAt),
      oldestAgeMs: oldestAt === null ? null : now - oldestAt,
      byAge: bands,
    }),
  };
}

export function checkLedger({ store, now }: Container): Route {
  return async () => {
    const doubt = unknowns(now());
    const ledger = await recountLedger(store, (decision) => doubt.see(decision));
    const { accepted, ...byOutcome } = ledger;
    const checked = Object.values(byOutcome).reduce((sum, count) => sum + count, 0);
    const [parked, erasures] = await Promise.all([store.parked(MOST_PARKED), listErasures(store)]);
    return {
      balanced: isBalanced(ledger),
      checked,
      accepted,
      byOutcome,
      unknown: doubt.view(),
      parked: {
        total: parked.length,
        items: parked.slice(0, MOST_PARKED_SHOWN).map(({ record, error }) => {
          const { id, customerId: customer } = workOf(record);
          return { kind: record.kind, id, customerId: customer, error };
        }),
      },
      /** Decisions that went with people who were erased: accepted and outcomes lost them alike. */
      erased: erasures.reduce((sum, { erased }) => sum + (erased['decisions'] ?? 0), 0),
    };
  };
}

function instantOf(name: 'since' | 'until', text: string | undefined): Instant | null {
  if (text === undefined || text === '') return null;
  const at = parseIso(text);
  if (at !== null) return at;
  throw misuse(name, `"${text}" is no date`, 'write it as 2026-04-03 or 2026-04-03T10:00:00Z');
}

/** Which decisions are asked for: decided at or after `since`, before `until`. */
function wantedBy({ since, until, journey }: RouteRequest['query']): (decision: Decision) => boolean {
  const [from, to] = [instantOf('since', since), instantOf('until', until)];
  return ({ decidedAt, journeyId }) =>
    (from === null || decidedAt >= from) &&
    (to === null || decidedAt < to) &&
    (journey === undefined || journey === '' || journeyId === journey);
}

function decisionRow(decision: Decision) {
  const { lane: _lane, attempts: _attempts, evidence, ...told } = decision;
  return { ...readableRecord(told), evidence: withGateText(evidence) };
}

function placeOf({ cursor }: RouteRequest['query']): string | null {
  return cursor === undefined || cursor === '' ? null : Buffer.from(cursor, 'base64url').toString('utf8');
}

/** A page may hold fewer than `limit`, and none at all, while `next` leads on: those not asked for are passed over. */
export function listDecisions({ store }: Container): Route {
  return async ({ query }) => {
    const limit = limitOf(query);
    const isWanted = wantedBy(query);
    if (query.customer !== undefined && query.customer !== '') {
      const own = await store.decisionsOf(customerId(query.customer));
      return { items: own.filter(isWanted).map(decisionRow), next: null };
    }
    const page = await store.decisionPage(placeOf(query), limit);
    if (page === null)
      throw misuse('cursor', 'the cursor is none that a list gave', 'leave it out to begin anew');
    const rows = page.items.filter(isWanted).map(decisionRow);
    return { items: rows, next: page.next === null ? null : cursorOf(page.next) };
  };
}
