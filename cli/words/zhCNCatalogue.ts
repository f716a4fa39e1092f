/** 商品目录的中文用词；键与 `enCatalogue.ts` 相同。 */
export const zhCNCatalogue = {
  catalogue: {
    items: '商品',
    priced: '有售价',
    costed: '有成本',
    stocked: '有库存',
    categorised: '有品类',
    durable: '耐用品',
    backInStock: '重新有货',
    cheaper: '比之前便宜',
  },
} as const;
