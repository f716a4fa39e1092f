/** `recommend report` 的中文用词；键与 `enPicks.ts` 相同。 */
export const zhCNPicks = {
  picks: {
    none: '还没有消息推荐过商品，或都未送达。',
    about: '已向{customers}位客户送达{lists}份推荐；其中{withChance}份有一件由随机选出。',
    items: '商品',
    shown: '展示',
    clicked: '点开',
    bought: '{days}天内购买',
    chosen: '挑选',
    byChance: '随机',
    clicks: '点开',
    purchases: '购买',
    lift: '{what}：每百件比随机多{points}件（95 %：{low}至{high}）。',
    noLift: '{what}：尚无法衡量，随机还没有展示过商品。',
  },
  pickSlot: {
    discover: '发现新品',
    replenish: '再次购买',
    anything: '两者皆可',
  },
  pickKind: {
    personal: '根据行为',
    popular: '不根据行为',
  },
} as const;
