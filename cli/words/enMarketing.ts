/** What the rooms of the business say in English: campaigns, segments, loyalty, offers, win-back, one-to-one. */
import { enCampaign } from './enCampaign.ts';
import { enCampaignHistory } from './enCampaignHistory.ts';
import { enImporting } from './enImporting.ts';
import { enLoyalty } from './enLoyalty.ts';
import { enOffers } from './enOffers.ts';
import { enPicks } from './enPicks.ts';
import { enRelationship } from './enRelationship.ts';
import { enSegments } from './enSegments.ts';
import { enWinBack } from './enWinBack.ts';

export const enMarketing = {
  ...enCampaign,
  ...enCampaignHistory,
  ...enImporting,
  ...enLoyalty,
  ...enOffers,
  ...enPicks,
  ...enRelationship,
  ...enSegments,
  ...enWinBack,
};
