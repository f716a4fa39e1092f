/**
 * The journeys in force, read once per config version: newest versions for who may enter, and every version a running
 * passage still finishes.
 */
import type { ConfigStore } from '../ports.ts';
import { NO_PROGRAMME, type Programme, readProgramme } from '../programme/programme.ts';
import type { JourneyDefinition, PublishedJourney } from './definition.ts';
import type { Enrolment } from './enrolment.ts';
import { segmentsNamed } from './needs.ts';
import { NO_WINNERS, WINNERS, type Winners, winnersOf } from './winners.ts';

export interface JourneyBook {
  readonly latest: readonly PublishedJourney[];
  /** Of the experiments decided so far. */
  readonly winners: Winners;
  /** Segments, loyalty, offers, win-back, as published. */
  readonly programme: Programme;
  /** Categories of items as the catalogue has them, where the loyalty programme asks and the catalogue is at hand. */
  readonly categoryOf?: (item: string) => string | null;
  /** Segments that an entry, an exit or a goal of any version waits for. */
  readonly segmentsAwaited: ReadonlySet<string>;
  /** Undefined when the version is not (or no longer) published. */
  readonly definitionOf: (
    enrolment: Pick<Enrolment, 'journeyId' | 'journeyVersion'>,
  ) => JourneyDefinition | undefined;
}

type BookSource = Pick<ConfigStore, 'configVersion' | 'journeys' | 'journeyVersion' | 'getValue'>;

/** A book over definitions already at hand. */
export function bookOf(
  journeys: readonly PublishedJourney[],
  winners: Winners = NO_WINNERS,
  programme: Programme = NO_PROGRAMME,
): JourneyBook {
  const versions = new Map<string, Map<number, JourneyDefinition>>();
  for (const { id, version, definition } of journeys) {
    const ofJourney = versions.get(id) ?? new Map<number, JourneyDefinition>();
    versions.set(id, ofJourney.set(version, definition));
  }
  const awaited = journeys.flatMap(({ definition }) => segmentsNamed(definition).awaited);
  return {
    latest: journeys,
    winners,
    programme,
    segmentsAwaited: new Set(awaited),
    definitionOf: ({ journeyId, journeyVersion }) => versions.get(journeyId)?.get(journeyVersion),
  };
}

/** Newest versions and all their predecessors. O(published versions); a shop has tens. */
async function readBook(source: BookSource): Promise<JourneyBook> {
  const latest = await source.journeys();
  const all: PublishedJourney[] = [];
  for (const journey of latest) {
    all.push(journey);
    for (let version = journey.version - 1; version >= 1; version -= 1) {
      const older = await source.journeyVersion(journey.id, version);
      if (older !== null) all.push(older);
    }
  }
  const winners = winnersOf(await source.getValue(WINNERS));
  return { ...bookOf(all, winners, await readProgramme(source)), latest };
}

/** A reader that looks again only when the config version moved. */
export function cachedBook(source: BookSource): () => Promise<JourneyBook> {
  let cached: { version: number; book: JourneyBook } | null = null;
  return async () => {
    const version = await source.configVersion();
    if (cached === null || cached.version !== version) cached = { version, book: await readBook(source) };
    return cached.book;
  };
}
