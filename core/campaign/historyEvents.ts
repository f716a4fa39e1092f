/**
 * What campaigns of the past are told by, where a shop imports them: who received one, and who redeemed a coupon of it. Both
 * name the campaign in `campaign_id`; `campaign_type`, `starts` and `ends` (ISO days) say what it was.
 */
export const CAMPAIGN_RECEIVED = 'Campaign Received';
export const COUPON_REDEEMED = 'Coupon Redeemed';
