/**
 * What the wall clocks of all zones do around their changes, worked out slowly and apart from core by Temporal, and held against
 * core's answers: every quarter of an hour of the days around a change, asked for as a daily time and as a date's.
 */
import { Temporal } from 'temporal-polyfill';
import { dateOffset } from '../../../../core/journey/clock/dateOffset.ts';
import { nextLocalTime } from '../../../../core/journey/clock/localTime.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../../../core/time.ts';

export interface ClockChange {
  readonly zone: string;
  readonly change: Instant;
}

/** Names of old that data still carries. */
const LEGACY_ZONES = [
  ...['Africa/Asmera', 'Africa/Timbuktu', 'America/Atka', 'America/Buenos_Aires', 'America/Catamarca'],
  ...[
    'America/Coral_Harbour',
    'America/Cordoba',
    'America/Ensenada',
    'America/Fort_Wayne',
    'America/Godthab',
  ],
  ...['America/Indianapolis', 'America/Jujuy', 'America/Knox_IN', 'America/Louisville', 'America/Mendoza'],
  ...['America/Montreal', 'America/Porto_Acre', 'America/Rosario', 'America/Shiprock', 'America/Virgin'],
  ...['Asia/Ashkhabad', 'Asia/Calcutta', 'Asia/Chongqing', 'Asia/Chungking', 'Asia/Dacca', 'Asia/Harbin'],
  ...['Asia/Istanbul', 'Asia/Kashgar', 'Asia/Katmandu', 'Asia/Macao', 'Asia/Rangoon', 'Asia/Saigon'],
  ...['Asia/Tel_Aviv', 'Asia/Thimbu', 'Asia/Ujung_Pandang', 'Asia/Ulan_Bator', 'Atlantic/Faeroe'],
  ...['Atlantic/Jan_Mayen', 'Australia/ACT', 'Australia/Canberra', 'Australia/LHI', 'Australia/NSW'],
  ...[
    'Australia/North',
    'Australia/Queensland',
    'Australia/South',
    'Australia/Tasmania',
    'Australia/Victoria',
  ],
  ...[
    'Australia/West',
    'Australia/Yancowinna',
    'Brazil/Acre',
    'Brazil/DeNoronha',
    'Brazil/East',
    'Brazil/West',
  ],
  ...['CET', 'CST6CDT', 'Canada/Atlantic', 'Canada/Central', 'Canada/Eastern', 'Canada/Mountain'],
  ...['Canada/Newfoundland', 'Canada/Pacific', 'Canada/Saskatchewan', 'Canada/Yukon', 'Chile/Continental'],
  ...['Chile/EasterIsland', 'Cuba', 'EET', 'EST', 'EST5EDT', 'Egypt', 'Eire', 'Etc/GMT', 'Etc/GMT+12'],
  ...['Etc/GMT-14', 'Etc/Greenwich', 'Etc/UCT', 'Etc/UTC', 'Etc/Universal', 'Etc/Zulu', 'Europe/Belfast'],
  ...['Europe/Kiev', 'Europe/Nicosia', 'Europe/Tiraspol', 'Europe/Uzhgorod', 'Europe/Zaporozhye', 'GB'],
  ...[
    'GB-Eire',
    'GMT',
    'GMT+0',
    'GMT-0',
    'GMT0',
    'Greenwich',
    'HST',
    'Hongkong',
    'Iceland',
    'Iran',
    'Israel',
  ],
  ...['Jamaica', 'Japan', 'Kwajalein', 'Libya', 'MET', 'MST', 'MST7MDT', 'Mexico/BajaNorte'],
  ...['Mexico/BajaSur', 'Mexico/General', 'NZ', 'NZ-CHAT', 'Navajo', 'PRC', 'PST8PDT', 'Pacific/Enderbury'],
  ...['Pacific/Ponape', 'Pacific/Samoa', 'Pacific/Truk', 'Pacific/Yap', 'Poland', 'Portugal', 'ROC', 'ROK'],
  ...[
    'Singapore',
    'Turkey',
    'UCT',
    'US/Alaska',
    'US/Aleutian',
    'US/Arizona',
    'US/Central',
    'US/East-Indiana',
  ],
  ...['US/Eastern', 'US/Hawaii', 'US/Indiana-Starke', 'US/Michigan', 'US/Mountain', 'US/Pacific', 'US/Samoa'],
  ...['UTC', 'Universal', 'W-SU', 'WET', 'Zulu'],
];

/** Every zone this machine lists, UTC and the names of old. */
export const EVERY_ZONE = [...new Set([...Intl.supportedValuesOf('timeZone'), ...LEGACY_ZONES])];

/** The clock changes of a zone in a year, or its middle where it has none. */
export function changesOf(zone: string, year: number): ClockChange[] {
  const found: ClockChange[] = [];
  let next = Temporal.ZonedDateTime.from({ timeZone: zone, year, month: 1, day: 1 });
  for (;;) {
    const change = next.getTimeZoneTransition('next');
    if (change === null || change.toInstant().toZonedDateTimeISO('UTC').year > year) break;
    found.push({ zone, change: change.epochMilliseconds });
    next = change;
  }
  const july = Temporal.PlainDate.from({ year, month: 7, day: 1 }).toZonedDateTime('UTC');
  return found.length === 0 ? [{ zone, change: july.epochMilliseconds }] : found;
}

interface Day {
  readonly date: Temporal.PlainDate;
  readonly exists: boolean;
}

/** The instant of a local time on a date: the earlier of two, and past a gap the instant that ends it. */
export function slowInstant(zone: string, date: Temporal.PlainDate, minute: number): Instant {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  const asked = date.toPlainDateTime(time);
  const earlier = asked.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(asked)) return earlier.epochMilliseconds;
  const gapEnds = earlier.getTimeZoneTransition('next');
  if (gapEnds === null) throw new Error(`${zone} has no ${asked.toString()} and no gap to swallow it`);
  return gapEnds.epochMilliseconds;
}

function daysAround({ zone, change }: ClockChange): Day[] {
  const date = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(zone).toPlainDate();
  return [-4, -3, -2, -1, 0, 1, 2, 3, 4]
    .map((days) => date.add({ days }))
    .map((day) => ({
      date: day,
      exists: day.toZonedDateTime({ timeZone: zone }).toPlainDate().equals(day),
    }));
}

/** All instants from `start` up to `end` that core gives for a daily time, each asked for after the one before. */
function dailyFrom(zone: string, minute: number, start: Instant, end: Instant): Instant[] {
  const met: Instant[] = [];
  let at = nextLocalTime(zone, start, { minute });
  while (at !== null && at < end) {
    met.push(at);
    at = nextLocalTime(zone, at + 1, { minute });
  }
  return met;
}

export interface Audit {
  readonly cases: number;
  readonly wrong: readonly string[];
}

/** Everything asked around one change. A case is one answer compared. */
export function auditChange(at: ClockChange): Audit {
  const { zone, change } = at;
  const days = daysAround(at);
  const wrong: string[] = [];
  let cases = 0;
  const compare = (what: string, minute: number, given: unknown, expected: unknown) => {
    cases += 1;
    if (String(given) !== String(expected))
      wrong.push(`${zone} ${change} ${what} ${minute}: ${String(given)} for ${String(expected)}`);
  };
  for (let minute = 0; minute < 1_440; minute += 15) {
    const slow = days.map(({ date, exists }) => ({ exists, date, at: slowInstant(zone, date, minute) }));
    const daily = slow.filter(({ exists }) => exists).map((day) => day.at);
    const [start, end] = [change - 2 * DAY_MS, change + 2 * DAY_MS];
    const within = daily.filter((instant) => instant >= start && instant < end);
    const met = dailyFrom(zone, minute, start, end);
    compare('days met', minute, met.length, within.length);
    within.forEach((instant, i) => compare('daily', minute, met[i], instant));
    for (const aside of [-1, 0, 1, 30 * MINUTE_MS]) {
      const next = daily.find((instant) => instant >= change + aside);
      compare(
        `after the change and ${aside} ms`,
        minute,
        nextLocalTime(zone, change + aside, { minute }),
        next,
      );
    }
    for (const offsetDays of [-1, 0, 1]) {
      const day = slow[4 + offsetDays];
      const offset = { offsetDays, atMinute: minute };
      compare(`date ${offsetDays}`, minute, dateOffset(zone, change, offset), day?.at);
      const plain = dateOffset(zone, slow[4]?.date.toString() ?? '', offset);
      compare(`plain date ${offsetDays}`, minute, plain, day?.at);
    }
  }
  return { cases, wrong };
}

export function auditChanges(changes: readonly ClockChange[]): Audit {
  const audits = changes.map(auditChange);
  return {
    cases: audits.reduce((sum, { cases }) => sum + cases, 0),
    wrong: audits.flatMap(({ wrong }) => wrong),
  };
}
