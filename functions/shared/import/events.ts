/**
 * Files of what happened: each row an event of one customer, historical whatever its date, so it changes what is known and lets
 * nobody into a journey. An event is known by its content, and equal rows of one file by their order in it, so the same file
 * again adds nothing.
 */
import * as z from 'zod';
import { applyEvent, type EventDeps } from '../../../core/customer/applyEvent.ts';
import { type TrackedEvent } from '../../../core/customer/event.ts';
import { EVENT_FIELDS, type EventMap, parseEventMap } from '../../../core/customer/import/eventMap.ts';
import { type EventRow, type EventRowRules, mapEvent } from '../../../core/customer/import/mapEvent.ts';
import type { JourneyBook } from '../../../core/journey/book.ts';
import type { Instant } from '../../../core/time.ts';
import { contactReading, type PlacedRow } from './contacts.ts';
import type { FieldCells } from './fieldRows.ts';
import { groupOfKey } from './groups.ts';
import { pagesInFlight } from './pageWriter.ts';
import type { CountingWriter, ImportReading } from './reading.ts';

const text = z.string().min(1).max(4_000);

export const eventOptions = z.object({
  map: text,
  /** The name of every event, where no column names it. */
  event: z.string().min(1).max(200).exactOptional(),
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: text.exactOptional(),
});

export interface EventRules {
  readonly map: EventMap;
  readonly rules: EventRowRules;
  readonly dryRun: boolean;
  readonly encoding: string | undefined;
}

/** One row with its number among equal rows of its file, from 0. */
export interface NumberedEvent extends EventRow {
  readonly ordinal: number;
}

/** Where events are applied; what is in force is asked for with every page. */
export interface EventTarget {
  readonly inForce: () => Promise<{ readonly deps: EventDeps; readonly book: JourneyBook }>;
  readonly now: () => Instant;
}

/** Who told an event that came with a file. */
const SOURCE = 'import';
/** People whose events are applied at once. */
const AT_ONCE = 50;

/** Throws `ImportMisuse` where the map cannot be used. */
export function eventRules(
  { map, dryRun, encoding, ...rest }: z.infer<typeof eventOptions>,
  now: Instant,
): EventRules {
  const event = rest.event ?? null;
  const dateFormat = rest.dateFormat ?? null;
  const parsed = parseEventMap(map, event);
  return { map: parsed, rules: { types: parsed.types, event, dateFormat, now }, dryRun, encoding };
}

/** Counts equal rows, in memory that grows with the different rows of the file: some 100 bytes each. */
function ordinals(): (id: string) => number {
  const seen = new Map<string, number>();
  return (id) => {
    const ordinal = seen.get(id) ?? 0;
    seen.set(id, ordinal + 1);
    return ordinal;
  };
}

export function eventReading({
  map,
  rules,
  dryRun,
  encoding,
}: EventRules): ImportReading<FieldCells, PlacedRow<NumberedEvent>> {
  const ordinalOf = ordinals();
  return contactReading<NumberedEvent>({
    fields: EVENT_FIELDS,
    oneOf: ['customer'],
    map: map.columns,
    encoding,
    dryRun,
    groupOf: ({ customerId }) => groupOfKey(customerId),
    mapRow(cells) {
      const mapped = mapEvent(cells, rules);
      if (mapped.kind === 'rejected') return mapped;
      return { kind: 'row', row: { ...mapped.row, ordinal: ordinalOf(mapped.row.contentId) } };
    },
  });
}

function eventOf({ customerId, at, name, properties, contentId, ordinal }: NumberedEvent): TrackedEvent {
  const messageId = ordinal === 0 ? contentId : `${contentId}-${ordinal}`;
  return {
    kind: 'tracked',
    source: SOURCE,
    messageId,
    customerId,
    at,
    name,
    properties,
    imported: true,
  };
}

async function applyInTurn(
  { inForce, now }: EventTarget,
  events: readonly TrackedEvent[],
): Promise<('applied' | 'duplicate')[]> {
  const { deps, book } = await inForce();
  const results: ('applied' | 'duplicate')[] = [];
  for (const event of events) results.push(await applyEvent(deps, book, event, now()));
  return results;
}

/** Those of one customer in the sequence of the file, several customers at once. */
async function applyPage(target: EventTarget, rows: readonly NumberedEvent[]) {
  const people = [...Map.groupBy(rows.map(eventOf), ({ customerId }) => customerId).values()];
  const results: ('applied' | 'duplicate')[] = [];
  for (let from = 0; from < people.length; from += AT_ONCE) {
    const some = people.slice(from, from + AT_ONCE);
    const done = await Promise.all(some.map((events) => applyInTurn(target, events)));
    results.push(...done.flat());
  }
  return results;
}

export function eventWriter(
  { dryRun }: Pick<EventRules, 'dryRun'>,
  target: EventTarget,
): CountingWriter<PlacedRow<NumberedEvent>> {
  let accepted = 0;
  let duplicates = 0;
  const pages = pagesInFlight(
    async (page: readonly PlacedRow<NumberedEvent>[]) =>
      dryRun
        ? page.map(() => 'applied' as const)
        : applyPage(
            target,
            page.map(({ row }) => row),
          ),
    (results) => {
      const applied = results.filter((result) => result === 'applied').length;
      accepted += applied;
      duplicates += results.length - applied;
    },
  );
  return { ...pages, accepted: () => accepted, counts: () => ({ accepted, duplicates }) };
}
