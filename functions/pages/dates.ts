/** Days and times as the reader's own calendar and clock have them. */
import { localTimeAt } from '../../core/journey/clock/localTime.ts';
import { type Instant, isoDay, utcDay } from '../../core/time.ts';
import { fullDay } from '../shared/templateFilters.ts';
import type { PageLocale } from './words/pageWords.ts';

export interface Dates {
  readonly day: (at: Instant) => string;
  readonly minute: (at: Instant) => string;
}

function clock(minuteOfDay: number): string {
  const [hours, minutes] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** In an IANA zone; an unknown one counts as UTC. */
export function datesIn(zone: string, locale: PageLocale): Dates {
  const day = (at: Instant): string => fullDay(isoDay(localTimeAt(zone, at)?.day ?? utcDay(at)), locale);
  const minute = (at: Instant): string => {
    const local = localTimeAt(zone, at) ?? localTimeAt('UTC', at);
    return local === null ? day(at) : `${day(at)} ${clock(local.minute)}`;
  };
  return { day, minute };
}
