/**
 * A campaign as it is replayed over recorded history before it is launched: its journey, entered on the day and at the time of the
 * campaign by everyone its audience rule finds then. Its segment's rule is written into it, since a replay keeps no standings; a
 * rule that asks for more than conditions of journeys know is not replayed. A test is left out: recorded orders do not react, so
 * nothing could be decided, and every variant is sent by its weight.
 */
import { conditionSchema } from '../journey/condition.ts';
import type { JourneyDefinition } from '../journey/definition.ts';
import type { EntryTrigger } from '../journey/triggers.ts';
import type { Programme } from '../programme/programme.ts';
import { segmentsOf } from '../segment/definition.ts';
import type { Settings } from '../settings/settings.ts';
import { civilDate, type Instant, parseIso, utcDay } from '../time.ts';
import { isZone } from '../zone.ts';
import { localTimeAt } from '../journey/clock/localTime.ts';
import { compileCampaign } from './compile.ts';
import type { CampaignDefinition } from './definition.ts';

export type Replayed =
  | { readonly kind: 'journey'; readonly journey: JourneyDefinition }
  | { readonly kind: 'refused'; readonly code: string; readonly detail: string; readonly remedy: string };

const MINUTES_AN_HOUR = 60;

function timeText(minute: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(minute / MINUTES_AN_HOUR))}:${part(minute % MINUTES_AN_HOUR)}`;
}

/** Time and days at which people come in, on the shop's clock; `from`: where the campaign begins now. */
function momentOf({ schedule }: CampaignDefinition, { shop }: Settings, from: Instant) {
  if (schedule.on === 'recurring') {
    const { time, weekdays, monthDays } = schedule;
    return {
      time,
      ...(weekdays === undefined ? {} : { weekdays }),
      ...(monthDays === undefined ? {} : { monthDays }),
    };
  }
  if (schedule.on === 'local-time') {
    const { day } = civilDate(utcDay(parseIso(schedule.date) ?? from));
    return { time: schedule.time, monthDays: [day] };
  }
  const at = schedule.on === 'instant' ? (parseIso(schedule.at) ?? from) : from;
  const local = localTimeAt(isZone(shop.zone) ? shop.zone : 'UTC', at);
  return { time: timeText(local?.minute ?? 0), monthDays: [civilDate(local?.day ?? utcDay(at)).day] };
}

/** The definition with its segment's rule in place of its name; null where the rule is not one of journeys. */
function withRule(definition: CampaignDefinition, programme: Programme): CampaignDefinition | null {
  const { segment: id, ...rest } = definition;
  if (id === undefined) return definition;
  const segment = segmentsOf(programme).byId.get(id)?.segment;
  const rule = segment?.kind === 'live' ? conditionSchema.safeParse(segment.rule) : undefined;
  return rule?.success === true ? { ...rest, audience: rule.data } : null;
}

export function replayCampaign(
  definition: CampaignDefinition,
  {
    settings,
    programme,
    from,
  }: { readonly settings: Settings; readonly programme: Programme; readonly from: Instant },
): Replayed {
  if (definition.schedule.on === 'call')
    return {
      kind: 'refused',
      code: 'campaign-not-replayed',
      detail: 'whom calls would have named is not recorded',
      remedy: 'give it a schedule to see whom a segment would come to',
    };
  const found = withRule(definition, programme);
  if (found === null)
    return {
      kind: 'refused',
      code: 'segment-not-replayed',
      detail: `segment "${definition.segment ?? ''}" asks for more than a replay knows`,
      remedy: 'replay it with an audience of conditions such as stage, grade, orders or daysSinceLastOrder',
    };
  const { test: _test, audience, ...bare } = found;
  const where = audience === undefined ? {} : { where: audience };
  const entry: EntryTrigger = { on: 'schedule', ...momentOf(found, settings, from), ...where };
  const again = found.schedule.on === 'recurring' ? found.schedule.again : 'never';
  return {
    kind: 'journey',
    journey: {
      ...compileCampaign({ ...bare, ...(audience === undefined ? {} : { audience }) }, [entry]),
      reentry: again,
    },
  };
}
