/** Every campaign of the past, or one, over everybody: people are read twice, once for which campaigns there were, once for what came of them. */
import { DAY_MS, startOfDay, utcDay } from '../time.ts';
import { type CampaignHistory, HistoricalLift, type Recorded } from './historicalLift.ts';
import { type PastCampaign, PastCampaigns, type PastPerson } from './pastCampaign.ts';

/** Everybody, anew with each call. */
export type PastPeople = () => AsyncIterable<PastPerson>;

interface Known {
  readonly campaigns: readonly PastCampaign[];
  /** Null where nobody ever ordered. */
  readonly recorded: Recorded | null;
}

async function whatThereWas(people: PastPeople): Promise<Known> {
  const campaigns = new PastCampaigns();
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for await (const { orders, events } of people()) {
    for (const event of events) campaigns.add(event);
    for (const { at } of orders) {
      first = Math.min(first, at);
      last = Math.max(last, at);
    }
  }
  const recorded =
    first <= last ? { from: startOfDay(utcDay(first)), until: startOfDay(utcDay(last)) + DAY_MS } : null;
  return { campaigns: campaigns.list(), recorded };
}

function overlaps(one: PastCampaign, other: PastCampaign): boolean {
  return one.id !== other.id && one.startsAt < other.endsAt && other.startsAt < one.endsAt;
}

/** In the sequence they began; `only` one of them. Memory: three numbers for each person and campaign. */
export async function campaignHistories(people: PastPeople, only: string | null): Promise<CampaignHistory[]> {
  const { campaigns, recorded } = await whatThereWas(people);
  const asked = campaigns.filter(({ id }) => only === null || id === only);
  const nothing = { from: Number.POSITIVE_INFINITY, until: Number.NEGATIVE_INFINITY };
  const lifts = asked.map((campaign) => ({
    lift: new HistoricalLift(campaign, recorded ?? nothing),
    others: campaigns.filter((other) => overlaps(campaign, other)),
  }));
  if (lifts.length > 0)
    for await (const person of people()) for (const { lift, others } of lifts) lift.add(person, others);
  return lifts.map(({ lift }) => lift.report());
}
