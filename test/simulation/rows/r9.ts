/**
 * R9: nothing is sent outside of sending hours. Every zone Node knows, both clock changes of a year, the edges of every window on
 * the days around them and a second to either side: what the policy sends, and the instant it holds the rest until, are judged by
 * calendar arithmetic of its own (Temporal, the settings as written), which shares nothing with the policy's.
 */
import { Temporal } from 'temporal-polyfill';
import { NONE_EXHAUSTED } from '../../../core/message/budgetsOf.ts';
import { decideSend, type SendContext } from '../../../core/message/policy.ts';
import { SENDING_FREELY } from '../../../core/message/sendingState.ts';
import { type Settings, settingsSchema } from '../../../core/settings/settings.ts';
import { DAY_MS, type Instant, MINUTE_MS, SECOND_MS } from '../../../core/time.ts';
import { aContact, aDecision, granted } from '../../support/builders.ts';
import { changesOf, type ClockChange, EVERY_ZONE, slowInstant } from '../../core/journey/clock/wallClocks.ts';

type LocalMinute = number;

/** A way to send, and whether a local time (Monday is 1) is within its hours, told in plain words a second time. */
interface Way {
  readonly name: string;
  readonly settings: Settings;
  readonly channel: 'email' | 'sms';
  readonly country: string | null;
  /** Whose clock counts: the reader's, or for a reader of unknown zone the shop's. */
  readonly knowsZone: boolean;
  /** Local minutes at which hours open or close. */
  readonly edges: readonly LocalMinute[];
  readonly isOpen: (weekday: number, minute: number) => boolean;
}

const AT = (hour: number, minute = 0): LocalMinute => hour * 60 + minute;

function settingsWith(messages: object, zone = 'UTC'): Settings {
  return settingsSchema.parse({ shop: { zone }, messages });
}

function waysIn(zone: string): Way[] {
  const asShipped = { settings: settingsWith({}, zone), country: null };
  return [
    {
      ...asShipped,
      name: 'quiet from 21:00 to 08:00',
      channel: 'email',
      knowsZone: true,
      edges: [AT(8), AT(21)],
      isOpen: (_, minute) => minute >= AT(8) && minute < AT(21),
    },
    {
      ...asShipped,
      name: 'zone unknown, 10:00 to 18:00 of the shop',
      channel: 'email',
      knowsZone: false,
      edges: [AT(10), AT(18)],
      isOpen: (_, minute) => minute >= AT(10) && minute < AT(18),
    },
    {
      name: 'SMS to Canada, weekdays and weekends apart',
      settings: settingsWith({ quietHours: null }),
      country: 'CA',
      channel: 'sms',
      knowsZone: true,
      edges: [AT(9), AT(21, 30), AT(10), AT(18)],
      isOpen: (weekday, minute) =>
        weekday <= 5 ? minute >= AT(9) && minute < AT(21, 30) : minute >= AT(10) && minute < AT(18),
    },
    {
      name: 'quiet by night where clocks change, and all of Sunday',
      settings: settingsWith({
        quietHours: [
          { from: '01:30', until: '02:30' },
          { from: '23:45', until: '00:15' },
          { days: ['sunday'], from: '00:00', until: '24:00' },
        ],
      }),
      country: null,
      channel: 'email',
      knowsZone: true,
      edges: [AT(1, 30), AT(2, 30), AT(23, 45), AT(0, 15), AT(0)],
      isOpen: (weekday, minute) => {
        const isNight =
          (minute >= AT(1, 30) && minute < AT(2, 30)) || minute >= AT(23, 45) || minute < AT(0, 15);
        return weekday !== 7 && !isNight;
      },
    },
  ];
}

function isOpenAt(way: Way, zone: string, at: Instant): boolean {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  const minute = local.hour * 60 + local.minute + local.second / 60 + local.millisecond / MINUTE_MS;
  return way.isOpen(local.dayOfWeek, minute);
}

/** The edges of the hours on the days around a change, and the change, each with a second to either side. */
function momentsOf(way: Way, { zone, change }: ClockChange): Instant[] {
  const date = Temporal.Instant.fromEpochMilliseconds(change).toZonedDateTimeISO(zone).toPlainDate();
  const edges = [-1, 0, 1].flatMap((days) =>
    way.edges.map((minute) => slowInstant(zone, date.add({ days }), minute)),
  );
  return [change, ...edges].flatMap((at) => [at - SECOND_MS, at, at + SECOND_MS]);
}

function contextOf(way: Way, zone: string, now: Instant): SendContext {
  const { channel, country, settings, knowsZone } = way;
  return {
    decision: aDecision({ channel, decidedAt: now, expiresAt: now + 30 * DAY_MS }),
    contact: aContact([granted('offers', { channel, at: now - DAY_MS })]),
    zone: knowsZone ? zone : null,
    country,
    now,
    settings,
    sending: SENDING_FREELY,
    exhausted: NONE_EXHAUSTED,
  };
}

export interface Audit {
  asked: number;
  sent: number;
  /** Sent, or held until an instant, outside of the hours. */
  outside: number;
  /** Held though open, or longer than needed. */
  late: number;
  readonly examples: string[];
}

/** Looked at between now and the end of a hold; a full run looks every quarter of an hour. */
const LOOKS = 6;
const QUARTER_MS = 15 * MINUTE_MS;

function isOpenBetween(
  way: Way,
  zone: string,
  from: Instant,
  until: Instant,
  everyQuarter: boolean,
): boolean {
  const step = everyQuarter ? QUARTER_MS : Math.max(SECOND_MS, Math.floor((until - from) / LOOKS));
  for (let at = from; at < until; at += step) if (isOpenAt(way, zone, at)) return true;
  return isOpenAt(way, zone, until - SECOND_MS);
}

function judge(way: Way, zone: string, now: Instant, audit: Audit, everyQuarter: boolean): void {
  const result = decideSend(contextOf(way, zone, now));
  const goesAt = result.kind === 'send' ? now : result.kind === 'hold' ? result.until : null;
  audit.asked += 1;
  if (result.kind === 'send') audit.sent += 1;
  const isOutside = goesAt === null || !isOpenAt(way, zone, goesAt);
  const isLate = goesAt !== null && goesAt > now && isOpenBetween(way, zone, now, goesAt, everyQuarter);
  if (isOutside) audit.outside += 1;
  if (isLate) audit.late += 1;
  if ((isOutside || isLate) && audit.examples.length < 10)
    audit.examples.push(`${zone} at ${now}, ${way.name}: ${result.kind} ${goesAt ?? ''}`);
}

/** Everything asked around the clock changes of a year, in each of the zones. */
export function auditSendingHours(zones: readonly string[], year: number, everyQuarter: boolean): Audit {
  const audit: Audit = { asked: 0, sent: 0, outside: 0, late: 0, examples: [] };
  for (const zone of zones) {
    const ways = waysIn(zone);
    for (const change of changesOf(zone, year))
      for (const way of ways)
        for (const now of momentsOf(way, change)) judge(way, zone, now, audit, everyQuarter);
  }
  return audit;
}

const YEAR = 2026;
const YEARS_IN_FULL = [2011, 2018, 2025, 2026, 2027];

/** The seed chooses nothing: every case is asked. */
export async function run({
  full,
}: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const audits = (full ? YEARS_IN_FULL : [YEAR]).map((year) => auditSendingHours(EVERY_ZONE, year, full));
  const sum = (what: 'asked' | 'sent' | 'outside' | 'late') =>
    audits.reduce((total, audit) => total + audit[what], 0);
  for (const example of audits.flatMap(({ examples }) => examples).slice(0, 10)) console.error(example);
  return {
    measured: `${sum('outside')} outside of ${sum('sent')} sends and ${sum('asked') - sum('sent')} holds in ${EVERY_ZONE.length} zones; ${sum('late')} later than need be`,
    runs: sum('asked'),
    pass: sum('outside') === 0 && sum('late') === 0 && sum('sent') > 0,
  };
}
