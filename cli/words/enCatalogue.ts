/** What `import catalogue` says in English. */
export const enCatalogue = {
  catalogue: {
    items: 'Items',
    priced: 'With a price',
    costed: 'With a cost',
    stocked: 'With a stock',
    categorised: 'With a category',
    durable: 'Durable',
    backInStock: 'Back in stock',
    cheaper: 'Cheaper than before',
  },
};
