/**
 * An edit of a running journey never repeats a completed step: people inside at random points, random edits published, some
 * with everybody taken over to the new version, then on to the end. PERENNIAL_EDITS says how many runs; 1,000 by default.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../../core/journey/advance.ts';
import type { JourneyDefinition, PublishedJourney } from '../../../core/journey/definition.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { migrated } from '../../../core/journey/migrate.ts';
import { NO_CONSEQUENCES } from '../../../core/journey/occasion.ts';
import { admitPerson, react } from '../../../core/journey/react.ts';
import type { Person } from '../../../core/customer/person.ts';
import type { EnrolmentWrite, RecentEvent } from '../../../core/ports.ts';
import { HOUR_MS, type Instant } from '../../../core/time.ts';
import { aPerson, NOW, published } from '../../support/builders.ts';
import { aStepInput } from '../../support/stepInput.ts';
import { type Change, changes, edited, isSound, journeyOf, sketches } from './edits.ts';

const RUNS = Number(process.env['PERENNIAL_EDITS'] ?? 1_000);
const MOST_STEPS_TO_THE_END = 300;

type Move =
  | { readonly kind: 'step' }
  | { readonly kind: 'event'; readonly name: 'A' | 'B' | 'Left'; readonly afterHours: number }
  | { readonly kind: 'enter' }
  | {
      readonly kind: 'edit';
      readonly edits: readonly Change[];
      readonly migrates: boolean;
      readonly map: readonly (readonly [number, number])[];
    };

const node = fc.nat(15);
const edit: fc.Arbitrary<Move> = fc.record({
  kind: fc.constant('edit' as const),
  edits: changes,
  migrates: fc.constantFrom(true, true, false),
  map: fc.array(fc.tuple(node, node), { maxLength: 3 }),
});
const quiet: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'step' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      name: fc.constantFrom('A', 'B', 'A', 'B', 'Left'),
      afterHours: fc.constantFrom(0, 0.5, 1),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'enter' as const }) },
);
/** Some way in, an edit, and what may follow, further edits among it. */
const moves = fc
  .tuple(
    fc.array(quiet, { minLength: 1, maxLength: 4 }),
    edit,
    fc.array(fc.oneof({ weight: 5, arbitrary: quiet }, { weight: 2, arbitrary: edit }), { maxLength: 12 }),
  )
  .map(([before, first, then]): Move[] => [...before, first, ...then]);

/** What was done: steps by passage, node and round. */
class Life {
  readonly decided: string[] = [];
  readonly started: string[] = [];
  /** Sends done when an edit was published, with the passage and round they were done in. */
  readonly doneBefore = new Set<string>();
  readonly repeated: string[] = [];
  /** Writes under a wrong version. */
  readonly faults: string[] = [];
  edits = 0;
  migrations = 0;
  enrolment: Enrolment | null = null;
  private now: Instant = NOW;
  private person: Person = aPerson();
  private readonly events: RecentEvent[] = [];
  private readonly versions: PublishedJourney[];

  constructor(definition: JourneyDefinition) {
    this.versions = [published(definition, 1)];
  }

  private get newest(): PublishedJourney {
    const newest = this.versions.at(-1);
    if (newest === undefined) throw new Error('a life begins with a version');
    return newest;
  }

  private readonly definitionOf = ({ journeyVersion }: Pick<Enrolment, 'journeyVersion'>) =>
    this.versions[journeyVersion - 1]?.definition;

  private keep(writes: readonly EnrolmentWrite[]): void {
    for (const { enrolment, expectedVersion } of writes) {
      if (expectedVersion !== (this.enrolment?.version ?? 0))
        this.faults.push(`${enrolment.id} over ${expectedVersion}`);
      this.enrolment = enrolment;
    }
  }

  enter(): void {
    const { person, now } = this;
    const enrolments = this.enrolment === null ? [] : [this.enrolment];
    const on = { person, enrolments, now, journeys: [this.newest], definitionOf: this.definitionOf };
    this.keep(admitPerson(on, { journey: this.newest, key: '', trigger: {} }).enrolments);
  }

  step(): void {
    const { enrolment, person } = this;
    const definition = enrolment === null ? undefined : this.definitionOf(enrolment);
    if (enrolment === null || enrolment.dueAt === null || definition === undefined) return;
    this.now = Math.max(this.now, enrolment.dueAt);
    const rounds: Record<string, true> = {};
    const start = (journey: string) => {
      rounds[journey] = true;
      return NO_CONSEQUENCES;
    };
    const input = { enrolment, person, definition, now: this.now, events: this.events, start };
    const change = advance(aStepInput(input));
    for (const { id, nodeId } of change.decisions) {
      this.decided.push(id);
      const round = id.slice(id.lastIndexOf('/') + 1);
      if (this.doneBefore.has(`${enrolment.id} ${nodeId} ${round}`)) this.repeated.push(id);
    }
    this.noteStarts(enrolment, change.enrolments[0]?.enrolment, definition);
    if (change.person !== undefined) this.person = change.person.person;
    this.keep(change.enrolments.slice(0, 1));
  }

  /** A start done by a step: its round was not the node's before, and is after. */
  private noteStarts(before: Enrolment, after: Enrolment | undefined, { nodes }: JourneyDefinition): void {
    for (const [id, round] of Object.entries(after?.visits ?? {}))
      if (nodes[id]?.type === 'start' && before.visits[id] !== round)
        this.started.push(`${before.id} ${id} ${round}`);
  }

  tell(name: string, afterMs: number): void {
    this.now += afterMs;
    const { person, now } = this;
    const enrolments = this.enrolment === null ? [] : [this.enrolment];
    const { definitionOf } = this;
    const triggers = [{ kind: 'event' as const, name, properties: {}, at: now }];
    const on = { person, enrolments, triggers, now, journeys: [], definitionOf, events: this.events };
    this.keep(react(on).enrolments);
    this.events.unshift({ name, at: now, properties: {} });
  }

  publish(definition: JourneyDefinition): void {
    this.edits += 1;
    const { enrolment } = this;
    const nodes = enrolment === null ? {} : (this.definitionOf(enrolment)?.nodes ?? {});
    for (const [id, round] of Object.entries(enrolment?.visits ?? {}))
      if (nodes[id]?.type === 'send') this.doneBefore.add(`${enrolment?.id} ${id} ${round}`);
    this.versions.push(published(definition, this.newest.version + 1));
  }

  migrate(map: Readonly<Record<string, string>>): void {
    if (this.enrolment === null) return;
    const moved = migrated(this.enrolment, this.definitionOf(this.enrolment), this.newest, map, this.now);
    if (moved.kind === 'stays') return;
    this.migrations += 1;
    if (moved.enrolment.version !== this.enrolment.version + 1)
      this.faults.push(`${moved.to} at ${moved.enrolment.version}`);
    this.enrolment = moved.enrolment;
  }
}

describe('an edit of a running journey', () => {
  it(`never repeats a completed step: ${RUNS} random journeys and edits`, { timeout: 600_000 }, () => {
    const seen = { edits: 0, migrations: 0, decisions: 0, done: 0 };
    fc.assert(
      fc.property(sketches, moves, (first, days) => {
        fc.pre(isSound(journeyOf(first)));
        let list = first;
        const life = new Life(journeyOf(list));
        life.enter();
        for (const one of days) {
          if (one.kind === 'step') life.step();
          else if (one.kind === 'event') life.tell(one.name, one.afterHours * HOUR_MS);
          else if (one.kind === 'enter') life.enter();
          else {
            const next = edited(list, one.edits);
            if (!isSound(journeyOf(next))) continue;
            list = next;
            life.publish(journeyOf(list));
            if (one.migrates)
              life.migrate(Object.fromEntries(one.map.map(([from, to]) => [`n${from}`, `n${to}`])));
          }
        }
        for (let steps = 0; steps < MOST_STEPS_TO_THE_END && life.enrolment?.status === 'active'; steps += 1)
          life.step();
        expect([...life.repeated, ...life.faults]).toEqual([]);
        expect(new Set(life.decided).size).toBe(life.decided.length);
        expect(new Set(life.started).size).toBe(life.started.length);
        seen.edits += life.edits;
        seen.migrations += life.migrations;
        seen.decisions += life.decided.length;
        seen.done += life.doneBefore.size;
      }),
      { numRuns: RUNS, maxSkipsPerRun: 200 },
    );
    expect(Math.min(seen.edits, seen.migrations, seen.decisions, seen.done)).toBeGreaterThan(RUNS / 2);
  });
});
