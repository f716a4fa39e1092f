import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../../core/ids.ts';
import type { Decision } from '../../../../core/message/decision.ts';
import { DAY_MS, HOUR_MS } from '../../../../core/time.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { aDecision, NOW } from '../../../support/builders.ts';
import { call } from '../call.ts';

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly next: string | null;
}

async function world(decisions: readonly Decision[]) {
  const { container, store } = aContainer();
  await store.commitStep({ enrolments: [], cancellations: [], facts: [], decisions });
  return container;
}

function unknown(age: number, id: string): Decision {
  return aDecision({ id: decisionId(id), outcome: 'unknown', claimedAt: NOW - age, dueAt: null });
}

describe('the check of the ledger', () => {
  it('tells of unknowns by age, the oldest, and what is parked', async () => {
    const container = await world([
      unknown(10 * 60_000, 'a'),
      unknown(5 * HOUR_MS, 'b'),
      unknown(3 * DAY_MS, 'c'),
      unknown(8 * DAY_MS, 'd'),
      aDecision({ outcome: 'sent', dueAt: null }),
    ]);
    const { body } = await call<Record<string, unknown>>(container, '/v1/ledger/check');
    expect(body).toMatchObject({
      balanced: false,
      checked: 5,
      byOutcome: { unknown: 4, sent: 1 },
      unknown: {
        total: 4,
        oldestAt: '2026-03-02T11:00:00.000Z',
        oldestAgeMs: 8 * DAY_MS,
        byAge: { hour: 1, day: 1, week: 1, older: 1 },
      },
      parked: { total: 0, items: [] },
      erased: 0,
    });
  });
});

describe('the decisions of the ledger', () => {
  const decisions = [0, 1, 2, 3, 4].map((day) =>
    aDecision({
      id: decisionId(`d-${day}`),
      decidedAt: NOW + day * DAY_MS,
      journeyId: day % 2 === 0 ? 'even' : 'odd',
    }),
  );

  async function all(query: Record<string, string>): Promise<string[]> {
    const container = await world(decisions);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Page = (
        await call<Page>(container, '/v1/ledger/decisions', {
          query: { limit: '2', ...query, ...(cursor === null ? {} : { cursor }) },
        })
      ).body;
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    return ids;
  }

  it.each<[Record<string, string>, string[]]>([
    [{}, ['d-0', 'd-1', 'd-2', 'd-3', 'd-4']],
    [{ since: '2026-03-11', until: '2026-03-13' }, ['d-1', 'd-2']],
    [{ journey: 'odd' }, ['d-1', 'd-3']],
    [{ customer: 'maya', journey: 'even' }, ['d-0', 'd-2', 'd-4']],
    [{ customer: 'nobody' }, []],
  ])('are paged, for %j', async (query, ids) => {
    expect(await all(query)).toEqual(ids);
  });

  it('say everything, instants as texts', async () => {
    const { body } = await call<{ items: unknown[] }>(
      await world([unknown(HOUR_MS, 'a')]),
      '/v1/ledger/decisions',
    );
    expect(body.items).toMatchObject([
      {
        id: 'a',
        customerId: 'maya',
        outcome: 'unknown',
        decidedAt: '2026-03-10T11:00:00.000Z',
        claimedAt: '2026-03-10T10:00:00.000Z',
        tries: 0,
        feedback: null,
      },
    ]);
  });

  it('refuse a date that is none, and a cursor nobody gave', async () => {
    const container = await world([]);
    expect((await call(container, '/v1/ledger/decisions', { query: { since: 'soon' } })).body).toMatchObject({
      field: 'since',
    });
    expect((await call(container, '/v1/ledger/decisions', { query: { cursor: 'YWJj' } })).status).toBe(400);
  });
});
