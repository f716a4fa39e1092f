/**
 * Recorded history lived through again with a win-back policy in force: the real engine evaluates each night, takes up whoever
 * comes into decline and closes each case when its window ends. No journey runs, so nobody is written to, and what comes back
 * comes back by itself. Beside it, the silences at which another policy would write to everyone.
 */
import { foldOrders, type Order } from '../../core/customer/order.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Json } from '../../core/json.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import { statisticsOf } from '../../core/lifecycle/statistics.ts';
import type { AddressKeyOf } from '../../core/ports.ts';
import { publishPart } from '../../core/programme/programme.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { DAY_MS, type Instant, startOfDay, type UtcDay, utcDay } from '../../core/time.ts';
import { Learner } from '../../core/winback/learn.ts';
import type { Learned } from '../../core/winback/learned.ts';
import { type Prospect, prospectOf } from '../../core/winback/prospect.ts';
import { caseOf, type WinBackCase } from '../../core/winback/winBackCase.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { Assumptions } from '../simulate/assumptions.ts';
import { readSource } from '../simulate/readSource.ts';
import { asLiveEvents, Replay } from '../simulate/replay.ts';
import type { SimulationSource } from '../simulate/request.ts';
import { SimulatedProvider } from '../simulate/simulatedProvider.ts';
import { World } from '../simulate/world.ts';

export interface LostReplayInput {
  readonly source: SimulationSource;
  readonly sourceKeyOf: AddressKeyOf;
  readonly settings: Settings;
  /** Documents as they are to be in force. */
  readonly policy: Json;
  readonly offers: Json | null;
  readonly from: Instant;
  readonly to: Instant;
  readonly seed: number;
  readonly windowDays: number;
  /** Days of silence after which the other policy writes. */
  readonly afterDays: number;
  readonly onDay: (done: number, days: number) => void;
}

/** Somebody who has been silent for so long, on the day they were. */
export interface Silence {
  readonly customerId: CustomerId;
  readonly at: Instant;
  readonly prospect: Prospect;
}

export interface LostReplay {
  readonly people: number;
  /** In decline before the period began: neither policy takes them up. */
  readonly lostBefore: number;
  readonly cases: readonly WinBackCase[];
  readonly silences: readonly Silence[];
  /** From the cases that closed: of an effect that cannot be there. */
  readonly learned: Learned;
  readonly ordersOf: (id: CustomerId) => readonly Order[];
}

/** Customers by the day on which their silence is so long, within the period. */
function silentDays(
  orders: ReadonlyMap<CustomerId, readonly Order[]>,
  { from, to, afterDays }: LostReplayInput,
): Map<UtcDay, CustomerId[]> {
  const byDay = new Map<UtcDay, CustomerId[]>();
  for (const [id, own] of orders) {
    const { days } = foldOrders(own);
    for (const [place, day] of days.entries()) {
      const silent = day + afterDays;
      const next = days[place + 1];
      if (silent < utcDay(from) || silent >= utcDay(to)) continue;
      if (next === undefined || next >= silent) byDay.set(silent, [...(byDay.get(silent) ?? []), id]);
    }
  }
  return byDay;
}

function silencesOf(
  day: UtcDay,
  ids: readonly CustomerId[],
  orders: ReadonlyMap<CustomerId, readonly Order[]>,
  model: ShopModel,
  { settings, windowDays }: LostReplayInput,
): Silence[] {
  const at = startOfDay(day);
  return ids.flatMap((customerId) => {
    const statistics = statisticsOf(foldOrders(orders.get(customerId) ?? [], at));
    const prospect = prospectOf(statistics, at, model, settings.value, windowDays);
    return prospect === null ? [] : [{ customerId, at, prospect }];
  });
}

function worldOf({ from, to, seed, settings }: LostReplayInput): World {
  const request = { from, to, seed, assumeReachable: [], assumeConsent: [], render: false };
  return new World({
    margins: null,
    settings,
    request,
    channels: [],
    assumed: new Assumptions(),
    rememberEvents: new Set(),
    onFact: () => {},
    onSettled: () => {},
    keepsSums: true,
  });
}

async function casesIn({ store }: World): Promise<{ cases: WinBackCase[]; learned: Learned }> {
  const cases: WinBackCase[] = [];
  const learner = new Learner();
  for await (const page of store.scanDossiers('win-back')) for (const one of page) cases.push(caseOf(one));
  for (const one of cases) learner.add(one);
  return { cases, learned: learner.learned(0) };
}

/** O(orders + days · people that change). The source is only read. */
export async function replayLost(input: LostReplayInput): Promise<LostReplay> {
  const { source, sourceKeyOf, settings, from, to, seed } = input;
  const world = worldOf(input);
  const orders = new Map<CustomerId, readonly Order[]>();
  for await (const page of readSource(source, { channels: [], events: [], since: from }, sourceKeyOf)) {
    for (const { person, orders: own } of page) orders.set(person.id, own);
    await world.take(page);
  }
  await publishPart(world.store, 'win-back', input.policy, from);
  if (input.offers !== null) await publishPart(world.store, 'offers', input.offers, from);
  const replay = new Replay({
    store: world.store,
    provider: new SimulatedProvider(world.store, false),
    addressKeyOf: world.addressKeyOf,
    settings: { ...settings, seed },
    feed: asLiveEvents(world.happeningsToCome(), world.orderProperties),
    from,
    keepEvidence: false,
    scratch: memoryScratch(),
    learns: false,
    mergeData: () => ({}),
  });
  const silent = silentDays(orders, input);
  const silences: Silence[] = [];
  const days = Math.ceil((to - from) / DAY_MS);
  let lostBefore = 0;
  for (let day = 0; day < days; day += 1) {
    const midnight = from + day * DAY_MS;
    await replay.night(midnight);
    const model = await world.store.model();
    if (day === 0) lostBefore = await world.store.countPeople({ stage: 'decline' });
    const today = utcDay(midnight);
    if (model !== null) silences.push(...silencesOf(today, silent.get(today) ?? [], orders, model, input));
    await replay.runUntil(Math.min(midnight + DAY_MS, to));
    input.onDay(day + 1, days);
  }
  return {
    people: world.people,
    lostBefore,
    ...(await casesIn(world)),
    silences,
    ordersOf: (id) => orders.get(id) ?? [],
  };
}
