/** What `GET /v1/campaigns/history` answers: campaigns of the past, days as ISO dates, money in minor units of `currency`. */
import * as z from 'zod';
import { DAY_MS, isoDay, utcDay } from '../time.ts';
import { type CampaignHistory, HISTORY_DOUBTS } from './historicalLift.ts';

const whole = z.int().min(0);
const minor = z.number().meta({ description: 'Minor units of a person, a mean' });
const interval = z.tuple([z.number(), z.number()]).meta({ description: '95 %: low end, high end' });
const estimate = z.object({ difference: minor, interval, p: z.number() });
const arms = (value: z.ZodNumber) => z.object({ treated: value, control: value });

export const campaignHistory = z
  .object({
    id: z.string(),
    type: z.string().nullable(),
    starts: z.string(),
    ends: z.string().meta({ description: 'The last day' }),
    days: whole,
    redemption: z.object({
      received: whole,
      people: whole.meta({ description: 'Of those who received it, who redeemed a coupon' }),
      rate: z.number().nullable(),
      interval: interval.nullable().meta({ description: 'Wilson, 95 %' }),
      coupons: whole,
      withoutReceipt: whole,
      top: z.array(z.object({ coupon: z.string(), redeemed: whole })),
    }),
    spend: z
      .object({
        people: arms(whole),
        before: arms(z.number()),
        during: arms(z.number()),
        inOthers: arms(z.number()),
        differenceInDifferences: estimate.nullable(),
        cuped: estimate.extend({ varianceRatio: z.number() }).nullable(),
        placebo: estimate.nullable(),
        detectable: z.object({ minor, share: z.number().nullable() }).nullable(),
      })
      .nullable(),
    cause: z.object({
      shown: z.literal(false).meta({ description: 'Never: nobody was randomised' }),
      because: z.array(z.enum(HISTORY_DOUBTS)),
    }),
  })
  .meta({ id: 'CampaignHistory', description: 'A campaign of the past, as imported' });

export const campaignHistoryAnswer = z.object({
  currency: z.string().nullable(),
  items: z.array(campaignHistory),
});
export type CampaignHistoryView = z.infer<typeof campaignHistory>;
export type CampaignHistoryAnswer = z.infer<typeof campaignHistoryAnswer>;

export function campaignHistoryView(history: CampaignHistory): CampaignHistoryView {
  const { campaign, windowMs, redemption, spend, doubts } = history;
  const pair = ([low, high]: readonly [number, number]): [number, number] => [low, high];
  const estimated = <Of extends { readonly interval: readonly [number, number] }>(one: Of | null) =>
    one === null ? null : { ...one, interval: pair(one.interval) };
  return {
    id: campaign.id,
    type: campaign.type,
    starts: isoDay(utcDay(campaign.startsAt)),
    ends: isoDay(utcDay(campaign.endsAt - 1)),
    days: Math.round(windowMs / DAY_MS),
    redemption: {
      ...redemption,
      interval: redemption.interval === null ? null : pair(redemption.interval),
      top: [...redemption.top],
    },
    spend:
      spend === null
        ? null
        : {
            ...spend,
            differenceInDifferences: estimated(spend.differenceInDifferences),
            cuped: estimated(spend.cuped),
            placebo: estimated(spend.placebo),
          },
    cause: { shown: false, because: [...doubts] },
  };
}
