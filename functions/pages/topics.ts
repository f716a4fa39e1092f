/** The topics of a subject by channel: what each is called, and whether it is on, since when and by what. */
import { consentOn, type ConsentStanding, consentStanding } from '../../core/message/consentStanding.ts';
import { type ConsentChange, EVERY_TOPIC } from '../../core/message/contact.ts';
import { countryOf, jurisdictionOf } from '../../core/message/jurisdiction.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Instant } from '../../core/time.ts';
import type { Place, Subject } from './subject.ts';
import type { PageLocale, PageWords } from './words/pageWords.ts';

export interface TopicRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly cells: readonly TopicCell[];
}

export interface TopicCell {
  /** `email.offers`: the field of the form. */
  readonly field: string;
  readonly channel: ConsentChannel;
  readonly place: Place;
  readonly isOn: boolean;
  /** Whether a promotion would be sent, or why not. */
  readonly standing: ConsentStanding;
  /** What is known; undefined where nobody ever said anything. */
  readonly change: ConsentChange | undefined;
}

export function fieldOf(channel: ConsentChannel, topic: string): string {
  return `${channel}.${topic}`;
}

/** Messages about orders sell nothing, and need no more than that their consent was said. */
const NOT_PROMOTIONAL = 'service';

function cellOf(
  { person }: Subject,
  settings: Settings,
  place: Place,
  topic: string,
  now: Instant,
): TopicCell {
  const { channel, inForce } = place;
  const country = person === null ? null : countryOf(person, channel);
  const question = { channel, topic, class: topic === NOT_PROMOTIONAL ? 'care' : 'promotional' } as const;
  const standing = consentStanding(inForce, question, jurisdictionOf(settings, country), now);
  const change = consentOn(inForce, channel, topic);
  const isOn = standing === 'granted' || standing === 'not-refused';
  return { field: fieldOf(channel, topic), channel, place, isOn, standing, change };
}

/** Topics shown, those without a channel of the subject left out. */
export function topicRows(
  subject: Subject,
  settings: Settings,
  locale: PageLocale,
  now: Instant,
): TopicRow[] {
  return Object.entries(settings.messages.topics).flatMap(([id, topic]) => {
    const places = subject.places.filter(({ channel }) => topic.channels.includes(channel));
    if (!topic.shown || places.length === 0) return [];
    const cells = places.map((place) => cellOf(subject, settings, place, id, now));
    return [{ id, name: topic.name[locale], description: topic.description[locale], cells }];
  });
}

/** A topic as it comes by a channel, in words; one the settings do not know by its id. */
export function topicName(
  settings: Settings,
  { topic, channel }: { readonly topic: string; readonly channel: ConsentChannel },
  locale: PageLocale,
  words: PageWords,
): string {
  if (topic === '' || topic === EVERY_TOPIC) return words.everything;
  return words.named(settings.messages.topics[topic]?.name[locale] ?? topic, channel);
}
