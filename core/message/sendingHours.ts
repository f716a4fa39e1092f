/**
 * The hours of the week in which messages may be sent: what the shop's quiet hours leave, within those the law of the reader's
 * place allows. People whose zone is unknown are written to in the shop's zone, within hours that suit wherever they are.
 */
import { perSettings } from '../settings/perSettings.ts';
import type { Settings } from '../settings/settings.ts';
import { both, hoursOf, openHours, WHOLE_WEEK } from '../settings/weekHours.ts';
import type { WeekHours } from '../weekStretch.ts';
import type { NamedJurisdiction } from './jurisdiction.ts';
import type { ConsentChannel } from './messageClass.ts';

export interface SendingHours {
  /** True where no rule speaks of hours. */
  readonly any: boolean;
  readonly zoneKnown: WeekHours;
  readonly zoneUnknown: WeekHours;
  /** Quiet hours that suppress what they meet, in place of holding it. */
  readonly dropping: WeekHours;
  /** What the law of the place allows. */
  readonly lawful: WeekHours;
}

function hoursFor(
  { messages }: Settings,
  channel: ConsentChannel,
  { rules }: NamedJurisdiction,
): SendingHours {
  const { quietHours, unknownZoneWindow } = messages;
  const { windows } = rules[channel];
  const quiet = quietHours.filter((period) => period.channel === undefined || period.channel === channel);
  const lawful = windows.length === 0 ? WHOLE_WEEK : hoursOf(windows);
  const zoneKnown = openHours(quiet, channel, windows);
  const daytime = hoursOf([unknownZoneWindow]);
  const common = both(daytime, zoneKnown);
  return {
    any: quiet.length === 0 && windows.length === 0,
    zoneKnown,
    zoneUnknown: common.length > 0 ? common : both(daytime, lawful),
    dropping: hoursOf(quiet.filter((period) => period.then === 'drop')),
    lawful,
  };
}

type ByChannel = Readonly<Record<ConsentChannel, SendingHours>>;

const placesOf = perSettings(() => new Map<NamedJurisdiction, ByChannel>());

/** The same object for the same settings, place and channel. */
export function sendingHours(
  settings: Settings,
  place: NamedJurisdiction,
  channel: ConsentChannel,
): SendingHours {
  const places = placesOf(settings);
  const known = places.get(place);
  if (known !== undefined) return known[channel];
  const made = { email: hoursFor(settings, 'email', place), sms: hoursFor(settings, 'sms', place) };
  places.set(place, made);
  return made[channel];
}
