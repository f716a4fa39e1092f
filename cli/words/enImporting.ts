/** What `import complete-journey` says in English. */
export const enImporting = {
  completeJourney: {
    what: 'What',
    known: 'Known before',
    customers: 'Households',
    orders: 'Basket lines',
    products: 'Products',
    received: 'Campaigns received',
    redeemed: 'Coupons redeemed',
    discounts: 'Discounts taken',
    of: '{file}: {note}',
    noAddress: 'The data set has no addresses and no consents: nobody in it can be written to.',
    noCost:
      'Prices are the median paid for a piece; costs are not in the data set, so margins rest on the shop’s stated default.',
    leftOut: '{count} products sold least were left out: a catalogue holds no more.',
  },
};
