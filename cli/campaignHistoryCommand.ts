/** The command about campaigns of the past, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';

export const CAMPAIGN_HISTORY_COMMAND: CommandSpec = {
  name: 'campaigns history',
  summary: 'Say what can be said of campaigns that were imported: redemptions, and what spending did.',
  operands: [{ name: 'CAMPAIGN', optional: true }],
  options: [],
  notes: [
    'Read from the events Campaign Received and Coupon Redeemed, as import complete-journey and import events bring them. Nobody was randomised, so no difference shows cause; the least difference such people could have shown stands beside it.',
  ],
  examples: ['perennial campaigns history', 'perennial campaigns history 18 --json'],
  load: () => import('./commands/campaignsHistory.ts'),
};
