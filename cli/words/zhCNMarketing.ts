/** 各业务板块的中文用词：营销活动、客群、会员、优惠、挽回、一对一；键与 `enMarketing.ts` 相同。 */
import { zhCNCampaign } from './zhCNCampaign.ts';
import { zhCNCampaignHistory } from './zhCNCampaignHistory.ts';
import { zhCNImporting } from './zhCNImporting.ts';
import { zhCNLoyalty } from './zhCNLoyalty.ts';
import { zhCNOffers } from './zhCNOffers.ts';
import { zhCNPicks } from './zhCNPicks.ts';
import { zhCNRelationship } from './zhCNRelationship.ts';
import { zhCNSegments } from './zhCNSegments.ts';
import { zhCNWinBack } from './zhCNWinBack.ts';

export const zhCNMarketing = {
  ...zhCNCampaign,
  ...zhCNCampaignHistory,
  ...zhCNImporting,
  ...zhCNLoyalty,
  ...zhCNOffers,
  ...zhCNPicks,
  ...zhCNRelationship,
  ...zhCNSegments,
  ...zhCNWinBack,
};
