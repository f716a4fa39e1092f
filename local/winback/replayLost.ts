/**
 * Recorded history lived through again with a win-back policy in force: the real engine evaluates each night, takes up whoever
 * comes into decline and closes each case when its window ends. No journey runs, so nobody is written to, and what comes back
 * comes back by itself. Beside it, the silences at which another policy would write to everyone.
 */
import { foldOrders, type Order } from '../../core/customer/order.ts';
import type { Fact } from '../../core/fact.ts';
import type { CustomerId } from '../../core/ids.ts';
import type { Json } from '../../core/json.ts';
import { shareUsed, type ShareUsed } from '../../core/lifecycle/marginShare.ts';
import type { ShopModel } from '../../core/lifecycle/model.ts';
import type { PurchaseStatistics } from '../../core/lifecycle/lifecycle.ts';
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
import {
  costsOfNights,
  MarginSample,
  type MarginTerms,
  marginTerms,
  withOneLine,
} from '../simulate/margins.ts';
import type { SimulatedCosts } from '../simulate/simulatedCosts.ts';
import { readSource, type RecordedPerson } from '../simulate/readSource.ts';
import { asLiveEvents, Replay } from '../simulate/replay.ts';
import type { SimulationSource } from '../simulate/request.ts';
import { SimulatedProvider } from '../simulate/simulatedProvider.ts';
import { World } from '../simulate/world.ts';

export interface LostReplayInput {
  readonly source: SimulationSource;
  readonly sourceKeyOf: AddressKeyOf;
  readonly settings: Settings;
  /** Null: everybody is valued by the settings' margin. */
  readonly costs: SimulatedCosts | null;
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
  readonly margin: MarginTerms;
  /** With which share of revenue the customer of each case was valued, as of the night before it. */
  readonly shares: readonly ShareUsed[];
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

/** What was bought of theirs by the fit of the model in force. */
async function marginAsOfFit({ store }: World, id: CustomerId): Promise<Pick<PurchaseStatistics, 'margin'>> {
  const margin = (await store.loadPerson(id))?.person.lifecycle?.statistics.margin;
  return margin === undefined ? {} : { margin };
}

async function silencesOf(
  day: UtcDay,
  ids: readonly CustomerId[],
  orders: ReadonlyMap<CustomerId, readonly Order[]>,
  { world, model }: { readonly world: World; readonly model: ShopModel },
  { settings, windowDays }: LostReplayInput,
): Promise<Silence[]> {
  const at = startOfDay(day);
  const silences: Silence[] = [];
  for (const customerId of ids) {
    const history = foldOrders(orders.get(customerId) ?? [], at);
    const statistics = { ...statisticsOf(history), ...(await marginAsOfFit(world, customerId)) };
    const prospect = prospectOf(statistics, at, model, settings.value, windowDays);
    if (prospect !== null) silences.push({ customerId, at, prospect });
  }
  return silences;
}

/** Who was taken up since it was last asked. */
class TakenUp {
  private ids: CustomerId[] = [];

  readonly hear = ({ kind, customerId, body }: Fact): void => {
    if (kind === 'win-back' && body['what'] === 'opened') this.ids.push(customerId);
  };

  async shares(world: World, model: ShopModel, value: Settings['value']): Promise<ShareUsed[]> {
    const found = await Promise.all(this.ids.map((id) => marginAsOfFit(world, id)));
    this.ids = [];
    return found.map(({ margin }) => shareUsed(margin, model, value));
  }
}

function worldOf({ from, to, seed, settings, costs }: LostReplayInput, onFact: (fact: Fact) => void): World {
  const request = { from, to, seed, assumeReachable: [], assumeConsent: [], render: false };
  return new World({
    costs,
    settings,
    request,
    channels: [],
    assumed: new Assumptions(),
    rememberEvents: new Set(),
    onFact,
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

/** With every order as one line, those to come too: outcomes are of what they left, and nothing asks for their goods. */
function reckoned(
  page: readonly RecordedPerson[],
  { costs, settings }: Pick<LostReplayInput, 'costs' | 'settings'>,
): readonly RecordedPerson[] {
  if (costs === null) return page;
  const asOne = (order: Order) => withOneLine(order, costs, settings.value);
  return page.map((one) => ({ ...one, orders: one.orders.map(asOne) }));
}

/** O(orders + days · people that change). The source is only read. */
export async function replayLost(input: LostReplayInput): Promise<LostReplay> {
  const { source, sourceKeyOf, settings, costs, from, to, seed } = input;
  const takenUp = new TakenUp();
  const world = worldOf(input, takenUp.hear);
  const sample = new MarginSample({ from, to });
  const orders = new Map<CustomerId, readonly Order[]>();
  for await (const page of readSource(source, { channels: [], events: [], since: from }, sourceKeyOf)) {
    for (const { person, orders: own } of page) orders.set(person.id, own);
    if (costs !== null) sample.take(page);
    await world.take(reckoned(page, input));
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
    costs: costs === null ? null : costsOfNights(costs, sample.people),
    mergeData: () => ({}),
  });
  const silent = silentDays(orders, input);
  const silences: Silence[] = [];
  const shares: ShareUsed[] = [];
  const days = Math.ceil((to - from) / DAY_MS);
  let lostBefore = 0;
  for (let day = 0; day < days; day += 1) {
    const midnight = from + day * DAY_MS;
    await replay.night(midnight);
    const model = await world.store.model();
    if (day === 0) lostBefore = await world.store.countPeople({ stage: 'decline' });
    const today = utcDay(midnight);
    if (model !== null) {
      const found = await silencesOf(today, silent.get(today) ?? [], orders, { world, model }, input);
      silences.push(...found);
    }
    await replay.runUntil(Math.min(midnight + DAY_MS, to));
    if (model !== null) shares.push(...(await takenUp.shares(world, model, settings.value)));
    input.onDay(day + 1, days);
  }
  return {
    people: world.people,
    lostBefore,
    ...(await casesIn(world)),
    silences,
    margin: marginTerms(replay.margins, settings.value),
    shares,
    ordersOf: (id) => orders.get(id) ?? [],
  };
}
