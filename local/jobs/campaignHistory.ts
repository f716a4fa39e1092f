/** Job: what can be said of campaigns that were imported, from everybody's orders and events. Opens the workspace read-only. */
import * as z from 'zod';
import { campaignHistories, type PastPeople } from '../../core/campaign/campaignHistories.ts';
import { type CampaignHistoryAnswer, campaignHistoryView } from '../../core/campaign/historyAnswer.ts';
import { campaignOf } from '../../core/campaign/pastCampaign.ts';
import type { RecentEvent } from '../../core/customer/recentEvent.ts';
import type { Fact } from '../../core/fact.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Store } from '../../core/ports.ts';
import { shopCurrency } from '../../functions/shared/import/orders.ts';
import { notFound } from '../../functions/shared/problem.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({ campaign: z.string().nullable() });

/** Of one person; campaigns of more than that many events are none of a shop's. */
const MOST_FACTS = 100_000;

const eventBody = z.looseObject({ name: z.string(), properties: z.record(z.string(), z.json()) });

function eventOf({ kind, at, body }: Fact): RecentEvent[] {
  const told = kind === 'event' ? eventBody.safeParse(body) : null;
  if (told?.success !== true) return [];
  const { name, properties }: { name: string; properties: JsonObject } = told.data;
  const event = { name, at, properties };
  return campaignOf(event) === null ? [] : [event];
}

function peopleOf(store: Store): PastPeople {
  return async function* everybody() {
    for await (const page of store.exportPeople())
      for (const { person, orders } of page) {
        const facts = await store.factsOf(person.id, MOST_FACTS);
        yield { orders, events: facts.flatMap(eventOf) };
      }
  };
}

export async function campaignHistory(context: JobContext): Promise<CampaignHistoryAnswer> {
  const { dataDir, workspace } = context;
  const { campaign } = input.parse(context.body);
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    const { store, container } = opened;
    const histories = await campaignHistories(peopleOf(store), campaign);
    if (campaign !== null && histories.length === 0)
      throw notFound(
        'unknown-campaign',
        `no imported event tells of a campaign "${campaign}"`,
        'list those there are with: perennial campaigns history',
      );
    const currency = shopCurrency(await store.getValue('currency'), container.settings.shop.currency);
    return { currency, items: histories.map(campaignHistoryView) };
  } finally {
    await opened.close();
  }
}
