/** `POST /v1/campaigns/{id}/trigger`: lets the customers a call names into a campaign that runs by call. */
import * as z from 'zod';
import { type Called, callable, callFor } from '../../../core/campaign/trigger.ts';
import type { Container } from '../../shared/container.ts';
import { misuse, Problem } from '../../shared/problem.ts';
import { campaignOf } from './campaigns.ts';
import { bodyAs, type Route } from './route.ts';

/** Of one call. */
const MOST_CUSTOMERS = 1_000;
const AT_ONCE = 50;
/** As much as an event may say. */
const LARGEST_PROPERTIES_BYTES = 32 * 1024;

export const campaignTriggerBody = z.object({
  customers: z.array(z.string().min(1).max(200)).min(1).max(MOST_CUSTOMERS),
  /** Keeps passages apart, for example an order's id; the same again is the same passage. */
  key: z.string().min(1).max(200).optional(),
  properties: z.record(z.string(), z.json()).default({}),
});

interface CallAnswer {
  readonly campaign: string;
  readonly entered: number;
  readonly items: readonly { readonly customer: string; readonly outcome: Called }[];
}

export function triggerCampaign(container: Container): Route {
  return async (request): Promise<CallAnswer> => {
    const { customers, key = '', properties } = bodyAs(request, campaignTriggerBody);
    const bytes = Buffer.byteLength(JSON.stringify(properties));
    if (bytes > LARGEST_PROPERTIES_BYTES)
      throw misuse(
        'properties',
        `the properties have ${bytes} bytes; at most ${LARGEST_PROPERTIES_BYTES} are taken`,
        'send what the template reads',
      );
    const campaign = await campaignOf(container, request.params.id ?? '');
    const { book } = await container.inForce();
    const may = callable(campaign, book);
    if (may.kind === 'refused') throw new Problem({ status: 409, title: 'Refused', ...may });
    const deps = { store: container.store, book };
    const asked = [...new Set(customers)];
    const items: { customer: string; outcome: Called }[] = [];
    for (let from = 0; from < asked.length; from += AT_ONCE) {
      const outcomes = asked.slice(from, from + AT_ONCE).map(async (customer) => ({
        customer,
        outcome: await callFor(deps, campaign, may.journey, customer, { key, properties }, container.now()),
      }));
      items.push(...(await Promise.all(outcomes)));
    }
    return {
      campaign: campaign.id,
      entered: items.filter(({ outcome }) => outcome === 'entered').length,
      items,
    };
  };
}
