import { describe, expect, it } from 'vitest';
import type { Fact } from '../../core/fact.ts';
import { customerId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { HOUR_MS } from '../../core/time.ts';
import { anEvent, MAYA, NOW } from '../support/builders.ts';
import { aChange, aStep, freshStore, type MakeStore } from './given.ts';

const MOST_A_STEP = 20;
const LONG_AGO = NOW - 900 * HOUR_MS;

function happened(name: string, hours: number, properties: JsonObject = {}): Fact {
  return {
    customerId: MAYA,
    at: NOW + hours * HOUR_MS,
    kind: 'event',
    journeyId: null,
    body: { name, properties },
  };
}

export function recentEventsContract(make: MakeStore): void {
  const store = freshStore(make);
  const write = async (...facts: Fact[]) => {
    for (let from = 0; from < facts.length; from += MOST_A_STEP)
      await store().commitStep(aStep({ facts: facts.slice(from, from + MOST_A_STEP) }));
  };
  const recent = async (names: readonly string[], since = LONG_AGO, limit = 50) =>
    (await store().recentEvents(MAYA, { names, since, limit })).map(({ name, at }) => [
      name,
      (at - NOW) / HOUR_MS,
    ]);

  describe('recent events of a person', () => {
    it('are none of somebody unknown', async () => {
      expect(await recent(['Viewed'])).toEqual([]);
    });

    it('are found from the moment the event is applied, with their properties', async () => {
      const properties = { cart: 'c1', items: [{ sku: 'mug', price: 2.5 }], gift: null };
      const facts = [happened('Viewed', 0, properties)];
      await store().applyEvent(aChange({ event: anEvent(), facts }));
      const query = { names: ['Viewed'], since: NOW, limit: 5 };
      expect(await store().recentEvents(MAYA, query)).toEqual([{ name: 'Viewed', at: NOW, properties }]);
    });

    it('come newest first, of one instant the one written last, whatever order they came in', async () => {
      await write(happened('A', 2), happened('A', -1), happened('B', 2), happened('A', 0));
      await write(happened('B', -1));
      expect(await recent(['A', 'B'])).toEqual([
        ['B', 2],
        ['A', 2],
        ['A', 0],
        ['B', -1],
        ['A', -1],
      ]);
      expect(await recent(['A', 'B'], LONG_AGO, 2)).toEqual([
        ['B', 2],
        ['A', 2],
      ]);
    });

    it('are those of the names asked for, at or after the instant asked for', async () => {
      await write(happened('A', -3), happened('A', -2), happened('a', -1), happened('B', 0));
      expect(await recent(['A'])).toEqual([
        ['A', -2],
        ['A', -3],
      ]);
      expect(await recent(['A'], NOW - 2 * HOUR_MS)).toEqual([['A', -2]]);
      expect(await recent(['A'], NOW - 2 * HOUR_MS + 1)).toEqual([]);
      expect(await recent([])).toEqual([]);
      expect(await recent(["B' OR 1"])).toEqual([]);
      expect(await recent(['B', 'B'], LONG_AGO, 0)).toEqual([]);
    });

    it('are no other facts, and nobody else’s', async () => {
      await write(
        { ...happened('A', 0), kind: 'journey-entered' },
        { ...happened('A', 0), customerId: customerId('somebody-else') },
        { ...happened('A', 0), body: { properties: {} } },
        { ...happened('A', 0), body: { name: 7, properties: {} } },
      );
      expect(await recent(['A', '7'])).toEqual([]);
    });

    it('have properties that are none where the fact has none', async () => {
      await write(
        { ...happened('A', 0), body: { name: 'A' } },
        { ...happened('A', 1), body: { name: 'A', properties: [1] } },
      );
      const found = await store().recentEvents(MAYA, { names: ['A'], since: LONG_AGO, limit: 9 });
      expect(found.map(({ properties }) => properties)).toEqual([{}, {}]);
    });

    it('are the newest 50 at least, however many other facts came since', async () => {
      const events = Array.from({ length: 60 }, (_, n) => happened('A', n));
      await write(...events.toReversed());
      await write(
        ...Array.from(
          { length: 600 },
          (_, n): Fact => ({ ...happened('A', 100 + n), kind: 'message-settled' }),
        ),
      );
      const found = await recent(['A'], LONG_AGO, 50);
      expect(found).toEqual(Array.from({ length: 50 }, (_, n) => ['A', 59 - n]));
    });
  });
}
