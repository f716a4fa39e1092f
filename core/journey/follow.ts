/** What follows from something that happened, with what has to be read for it: most of the time nothing has. */
import type { Consequences, PeopleStore } from '../ports.ts';
import type { JourneyBook } from './book.ts';
import { lookBackFor } from './lookBack.ts';
import { needsOf } from './needs.ts';
import type { Occasion } from './occasion.ts';
import { readBack } from './readBack.ts';
import { isOpen, react } from './react.ts';

type Happening = Pick<Occasion, 'person' | 'enrolments' | 'triggers' | 'now' | 'settings'>;

/** Events that judging the running passages looks back on. */
function namesForRunning(book: JourneyBook, { enrolments, now }: Happening): readonly string[] {
  return enrolments.flatMap((enrolment) => {
    const definition = isOpen(enrolment, now) ? book.definitionOf(enrolment) : undefined;
    return definition === undefined ? [] : needsOf(definition).eventsOfEndings;
  });
}

/** Endings, ended waits and entries, for the caller to commit with what happened. */
export async function follow(
  store: Pick<PeopleStore, 'recentEvents'>,
  book: JourneyBook,
  happening: Happening,
): Promise<Consequences> {
  const { person, triggers, now } = happening;
  const names = [...lookBackFor(book.latest, triggers, now), ...namesForRunning(book, happening)];
  const events = await readBack(store, person.id, names, now);
  return react({ ...happening, journeys: book.latest, definitionOf: book.definitionOf, events });
}
