/** What follows from something that happened, with what has to be read for it: most of the time nothing has. */
import type { Consequences, DossierStore, PeopleStore } from '../ports.ts';
import { loadMemberships } from '../segment/standing.ts';
import type { JourneyBook } from './book.ts';
import { candidatesFor } from './candidates.ts';
import type { JourneyDefinition } from './definition.ts';
import { lookBackFor } from './lookBack.ts';
import { needsOf } from './needs.ts';
import type { Occasion } from './occasion.ts';
import { readBack } from './readBack.ts';
import { isOpen, react } from './react.ts';

type Happening = Pick<Occasion, 'person' | 'enrolments' | 'triggers' | 'now' | 'settings' | 'segments'>;

/** Whether judging needs the segments of the person, and nobody has said them. */
function mustLoadSegments(book: JourneyBook, { enrolments, triggers, now, segments }: Happening): boolean {
  if (segments !== undefined || book.programme.segments === null) return false;
  const asks = (definition: JourneyDefinition | undefined) =>
    definition !== undefined && needsOf(definition).segments;
  return (
    triggers.some((trigger) =>
      candidatesFor(book.latest, trigger).some(({ definition }) => asks(definition)),
    ) || enrolments.some((enrolment) => isOpen(enrolment, now) && asks(book.definitionOf(enrolment)))
  );
}

/** Adds the events that judging the running passages looks back on. */
function addNamesForRunning(names: string[], book: JourneyBook, { enrolments, now }: Happening): void {
  for (const enrolment of enrolments) {
    const definition = isOpen(enrolment, now) ? book.definitionOf(enrolment) : undefined;
    if (definition !== undefined) names.push(...needsOf(definition).eventsOfEndings);
  }
}

/** Endings, ended waits and entries, for the caller to commit with what happened. */
export async function follow(
  store: Pick<PeopleStore & DossierStore, 'recentEvents' | 'loadDossiers'>,
  book: JourneyBook,
  happening: Happening,
): Promise<Consequences> {
  const { person, triggers, now } = happening;
  const names = [...lookBackFor(book.latest, triggers, now)];
  addNamesForRunning(names, book, happening);
  const events = await readBack(store, person.id, names, now);
  const segments = mustLoadSegments(book, happening)
    ? { segments: await loadMemberships(store, person.id) }
    : {};
  return react({ ...happening, ...segments, journeys: book.latest, definitionOf: book.definitionOf, events });
}
