/**
 * A person's standing in the shop's segments, kept as a dossier of theirs: tallies of the events rules ask for, the segments
 * they are in and the lists they are on, since when, and when time alone may next change that. Tallies are kept by the id the
 * events came with, so that an id that turns out to be somebody else's takes its own along.
 */
import type { Dossier, DossierKey, DossierStore, DossierWrite } from '../dossier.ts';
import type { CustomerId } from '../ids.ts';
import type { Json, JsonObject } from '../json.ts';
import type { Instant } from '../time.ts';
import type { Tally } from './tally.ts';

export type Tallies = Readonly<Record<string, Tally>>;
export type Since = Readonly<Record<string, Instant>>;

/** The task that wakes the person's memberships, as it was last written. */
export interface Timer {
  readonly version: number;
  readonly dueAt: Instant | null;
}

/** What tallies of the person's own id are kept under: the same word for everyone, which is read in half the time of a name. */
const OWN = 'own';

/** What tallies of an id are kept under with a person. */
export function originKey(person: CustomerId, id: CustomerId): string {
  return id === person ? OWN : `of ${id}`;
}

export interface Standing {
  /** Version of the segments it was last judged by; 0 where never. */
  readonly rules: number;
  /** Tallies by series, by the id events came with (`originKey`). */
  readonly tallies: Readonly<Record<string, Tallies>>;
  readonly segments: Since;
  readonly lists: Since;
  /** When time alone may next change a membership, as far as that was looked ahead. */
  readonly nextChangeAt: Instant | null;
  /** Null where no task was ever written. */
  readonly timer: Timer | null;
}

export const NO_STANDING: Standing = {
  rules: 0,
  tallies: {},
  segments: {},
  lists: {},
  nextChangeAt: null,
  timer: null,
};

export class BrokenStanding extends Error {
  readonly code = 'broken-standing';
  constructor(id: string, what: string) {
    super(`the standing of ${id} says ${what} in a way this version never wrote`);
    this.name = 'BrokenStanding';
  }
}

export function standingKey(id: CustomerId): DossierKey {
  return { kind: 'standing', id, customerId: id };
}

/** Whether a person is in a segment, as it was last judged. */
export function inSegment(standing: Standing, segment: string): boolean {
  return standing.segments[segment] !== undefined;
}

/** The tallies of all ids that are one person. */
export function talliesOf({ tallies }: Standing): readonly Tallies[] {
  return Object.values(tallies);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSince(value: Json | undefined): value is Since {
  return isObject(value) && Object.values(value).every((at) => typeof at === 'number');
}

function isNumbers(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'number');
}

const SPACE = 32;
const MINUS = 45;
const DIGIT_0 = 48;

/** Whole numbers with a space between them, by hand: a night reads them of everyone. Null of any other text. */
function readNumbers(text: string): number[] | null {
  const numbers: number[] = [];
  let value = 0;
  let sign = 1;
  for (let i = 0; i <= text.length; i += 1) {
    const unit = i === text.length ? SPACE : text.charCodeAt(i);
    if (unit >= DIGIT_0 && unit <= DIGIT_0 + 9) value = value * 10 + unit - DIGIT_0;
    else if (unit === MINUS) sign = -1;
    else if (unit === SPACE) {
      numbers.push(sign * value);
      value = 0;
      sign = 1;
    } else return null;
  }
  return numbers;
}

/** Count, sum, first, last, then the newest: one text, which takes half as long to read as a list. */
function readTally(value: Json | undefined): Tally | null {
  const numbers = typeof value === 'string' ? readNumbers(value) : null;
  if (numbers === null) return null;
  const [count, sum, first, last] = numbers;
  if (count === undefined || sum === undefined || first === undefined || last === undefined) return null;
  return { count, sum, first, last, newest: numbers.slice(4) };
}

function tallyText({ count, sum, first, last, newest }: Tally): string {
  const head = `${count} ${sum} ${first} ${last}`;
  return newest.length === 0 ? head : `${head} ${newest.join(' ')}`;
}

function readTallies(id: string, value: Json | undefined): Standing['tallies'] {
  if (value === undefined) return {};
  const broken = () => new BrokenStanding(id, 'tallies');
  if (!isObject(value)) throw broken();
  const read: Record<string, Tallies> = {};
  for (const origin in value) {
    const kept = value[origin];
    if (!isObject(kept)) throw broken();
    const ofOrigin: Record<string, Tally> = {};
    for (const key in kept) {
      const tally = readTally(kept[key]);
      if (tally === null) throw broken();
      ofOrigin[key] = tally;
    }
    read[origin] = ofOrigin;
  }
  return read;
}

function readTimer(id: string, value: Json | undefined): Timer | null {
  if (value === undefined) return null;
  if (!isNumbers(value)) throw new BrokenStanding(id, 'timer');
  const [version, dueAt] = value;
  if (version === undefined) throw new BrokenStanding(id, 'timer');
  return { version, dueAt: dueAt ?? null };
}

function readSince(id: string, what: string, value: Json | undefined): Since {
  if (value === undefined) return {};
  if (!isSince(value)) throw new BrokenStanding(id, what);
  return value;
}

/** The standing of a dossier; that of nobody yet where there is none. Throws `BrokenStanding`. */
export function readStanding(dossier: Pick<Dossier, 'id' | 'body'> | null): Standing {
  if (dossier === null) return NO_STANDING;
  const { id, body } = dossier;
  const { rules, tallies, segments, lists, nextChangeAt, timer } = body;
  if (typeof rules !== 'number') throw new BrokenStanding(id, 'rules');
  return {
    rules,
    tallies: readTallies(id, tallies),
    segments: readSince(id, 'segments', segments),
    lists: readSince(id, 'lists', lists),
    nextChangeAt: typeof nextChangeAt === 'number' ? nextChangeAt : null,
    timer: readTimer(id, timer),
  };
}

function isEmpty(record: object): boolean {
  for (const key in record) if (Object.hasOwn(record, key)) return false;
  return true;
}

/** What is kept: nothing of what is empty. */
export function standingBody(standing: Standing): JsonObject {
  const { rules, segments, lists, nextChangeAt, timer } = standing;
  const body: { [name: string]: Json } = { rules };
  if (!isEmpty(standing.tallies)) {
    const tallies: { [origin: string]: JsonObject } = {};
    for (const [origin, kept] of Object.entries(standing.tallies)) {
      const ofOrigin: { [key: string]: Json } = {};
      for (const [key, tally] of Object.entries(kept)) ofOrigin[key] = tallyText(tally);
      tallies[origin] = ofOrigin;
    }
    body['tallies'] = tallies;
  }
  if (!isEmpty(segments)) body['segments'] = segments;
  if (!isEmpty(lists)) body['lists'] = lists;
  if (nextChangeAt !== null) body['nextChangeAt'] = nextChangeAt;
  if (timer !== null) body['timer'] = timer.dueAt === null ? [timer.version] : [timer.version, timer.dueAt];
  return body;
}

/** The write of a standing over the dossier as it was read. */
export function standingWrite(id: CustomerId, before: Dossier | null, standing: Standing): DossierWrite {
  const expectedVersion = before?.version ?? 0;
  return {
    dossier: { ...standingKey(id), version: expectedVersion + 1, body: standingBody(standing) },
    expectedVersion,
  };
}

/** The memberships of one person as they are stored. */
export async function loadMemberships(
  store: Pick<DossierStore, 'loadDossiers'>,
  id: CustomerId,
): Promise<Standing['segments']> {
  const [dossier = null] = await store.loadDossiers([standingKey(id)]);
  return readStanding(dossier).segments;
}
