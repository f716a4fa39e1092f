/**
 * Slows down whoever tries codes: after ten that are none within a minute, further ones of the same key and customer are refused
 * until the minute is over. Counted in the store, so the limit is one however many processes answer. A guess is counted once it
 * proved to be none, under the version of what it is counted in: of any number at once ten are told so and the rest are refused.
 * Whoever types a good code writes nothing.
 *
 * Kept are windows in a fixed number of dossiers: guessers cannot fill the store, and where too many guess at once the oldest
 * windows give way, which forgives and locks nobody out.
 */
import * as z from 'zod';
import type { DossierKey, DossierStore } from '../../core/dossier.ts';
import { NO_CONSEQUENCES } from '../../core/journey/occasion.ts';
import type { WorkStore } from '../../core/ports.ts';
import { type Instant, MINUTE_MS } from '../../core/time.ts';
import type { KeptOnceStore } from './keptOnce.ts';
import { offerHash } from './offerDeps.ts';

const MOST_GUESSES = 10;
const DOSSIERS = 512;
/** Of one dossier; 10,240 in all. */
const MOST_WINDOWS = 20;
/** Each time somebody else counted first. One guesser is counted ten times, the windows of a dossier two hundred. */
const MOST_TRIES = 64;
const BUSY_MS = 1_000;

const windowSchema = z.object({ who: z.string(), since: z.number(), guesses: z.int().min(1) });
const windowsSchema = z.object({ windows: z.array(windowSchema) });
type Window = Readonly<z.infer<typeof windowSchema>>;

export type GuessStore = Pick<DossierStore, 'loadDossiers'> & Pick<WorkStore, 'commitStep'> & KeptOnceStore;

/** Of whom a checkout asks: the key it asks with, and the customer whose order it is. */
export type Guesser = readonly [key: string, customer: string];

/** Where a guesser is counted, and as whom: a keyed hash, which names nobody. */
async function placeOf(
  store: GuessStore,
  guesser: Guesser,
): Promise<{ readonly key: DossierKey; readonly who: string }> {
  const digest = await offerHash(store, ['guesser', ...guesser]);
  const id = String(digest.readUInt16BE(0) % DOSSIERS).padStart(3, '0');
  return { key: { kind: 'coupon-guesses', id, customerId: null }, who: digest.toString('hex', 2, 14) };
}

/** The windows that are not over yet, oldest first, and the version they were read at. */
async function windowsAt(store: GuessStore, key: DossierKey, now: Instant) {
  const [dossier] = await store.loadDossiers([key]);
  if (dossier == null) return { windows: [], version: 0 };
  const { windows } = windowsSchema.parse(dossier.body);
  return {
    windows: windows.filter(({ since }) => now < since + MINUTE_MS).sort((a, b) => a.since - b.since),
    version: dossier.version,
  };
}

function endOfFull(window: Window | undefined): Instant | null {
  return window !== undefined && window.guesses >= MOST_GUESSES ? window.since + MINUTE_MS : null;
}

/** When they may try again; null where they may now. */
export async function blockedUntil(
  store: GuessStore,
  guesser: Guesser,
  now: Instant,
): Promise<Instant | null> {
  const { key, who } = await placeOf(store, guesser);
  const { windows } = await windowsAt(store, key, now);
  return endOfFull(windows.find((window) => window.who === who));
}

/** Counts a code that is none. Null where it was one of the ten, else when they may try again. */
export async function noteGuess(store: GuessStore, guesser: Guesser, now: Instant): Promise<Instant | null> {
  const { key, who } = await placeOf(store, guesser);
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { windows, version } = await windowsAt(store, key, now);
    const known = windows.find((window) => window.who === who);
    const until = endOfFull(known);
    if (until !== null) return until;
    const counted = { who, since: known?.since ?? now, guesses: (known?.guesses ?? 0) + 1 };
    const kept = [...windows.filter((window) => window !== known), counted].slice(-MOST_WINDOWS);
    const dossier = { ...key, version: version + 1, body: { windows: kept } };
    const change = { ...NO_CONSEQUENCES, decisions: [], dossiers: [{ dossier, expectedVersion: version }] };
    if ((await store.commitStep(change)) === 'committed') return null;
  }
  return now + BUSY_MS;
}
