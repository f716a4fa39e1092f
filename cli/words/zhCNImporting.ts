/** `import complete-journey` 的中文用词；键与 `enImporting.ts` 相同。 */
export const zhCNImporting = {
  completeJourney: {
    what: '内容',
    known: '先前已有',
    customers: '住户',
    orders: '购物篮明细',
    products: '商品',
    received: '收到的营销活动',
    redeemed: '已核销的优惠券',
    discounts: '享受的折扣',
    of: '{file}：{note}',
    noAddress: '该数据集没有联系地址，也没有同意记录：其中无人可以联系。',
    noCost: '售价为单件实付价的中位数；数据集没有成本，毛利按店铺设定的默认值计算。',
    leftOut: '销量最少的 {count} 种商品未纳入：商品目录已满。',
  },
} as const;
