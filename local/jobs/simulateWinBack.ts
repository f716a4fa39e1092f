/** Job: the win-back policy over a workspace's recorded history. Opens it read-only: nothing live is touched. */
import * as z from 'zod';
import type { Json } from '../../core/json.ts';
import { offersOf } from '../../core/offer/definition.ts';
import { publishedPart } from '../../core/programme/programme.ts';
import { isoDay, utcDay } from '../../core/time.ts';
import { DEFAULT_WIN_BACK, winBackPolicy } from '../../core/winback/definition.ts';
import { shopCurrency } from '../../functions/shared/import/orders.ts';
import { shippedOffers } from '../../workflows/shippedProgramme.ts';
import { lostReport } from '../winback/lostReport.ts';
import { costsOf } from '../simulate/simulatedCosts.ts';
import { replayLost } from '../winback/replayLost.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import { askedPeriod } from './askedPeriod.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({
  from: z.string(),
  to: z.string(),
  seed: z.number().int().exactOptional(),
  uplifts: z.array(z.number().min(0).max(0.5)).max(20).default([0, 0.01, 0.02, 0.05, 0.1]),
  margin: z.number().min(0).max(1).exactOptional(),
  afterDays: z.number().int().min(1).max(3650).default(60),
});

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}

export async function simulateWinBack({
  dataDir,
  workspace,
  body,
  onProgress,
}: JobContext): Promise<unknown> {
  const asked = input.parse(body);
  const { from, to } = askedPeriod(asked);
  const opened = await openWorkspace({ dataDir, name: workspace, create: false, readOnly: true });
  try {
    const { store, container } = opened;
    const { settings } = container;
    const published = publishedPart(await store.getValue('win-back'));
    const policy = published === null ? DEFAULT_WIN_BACK : winBackPolicy(published.definition);
    const ownOffers = publishedPart(await store.getValue('offers'));
    const offers = ownOffers === null ? shippedOffers() : ownOffers.definition;
    const margin = asked.margin ?? settings.value.margin;
    const replay = await replayLost({
      source: store,
      sourceKeyOf: container.addressKeyOf,
      settings: { ...settings, value: { ...settings.value, margin } },
      costs: asked.margin === undefined ? await costsOf(opened) : null,
      policy: plain(policy),
      offers: plain(offers),
      from,
      to,
      seed: asked.seed ?? settings.seed,
      windowDays: policy.windowDays,
      afterDays: asked.afterDays,
      onDay: (done, days) => onProgress({ done: done / days, what: `day ${done} of ${days}` }),
    });
    const parsed = offers === null ? null : offersOf({ definition: offers });
    return {
      from: isoDay(utcDay(from)),
      to: isoDay(utcDay(to)),
      currency: shopCurrency(await store.getValue('currency'), settings.shop.currency),
      policyVersion: published?.version ?? 0,
      windowDays: policy.windowDays,
      afterDays: asked.afterDays,
      margin,
      ...lostReport({ replay, policy, offers: parsed, to, uplifts: asked.uplifts }),
    };
  } finally {
    await opened.close();
  }
}
