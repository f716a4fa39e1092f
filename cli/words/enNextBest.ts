/** What is said of training recommendations and of those of one customer, in English. `zhCNNextBest.ts` says the same under the same keys. */
export const enNextBest = {
  nextBest: {
    trained: 'Recommendations are trained: version {version}, in {seconds} s.',
    noLines:
      'Nothing was trained: no order has a line that names an item. Import orders with --map …,item=COLUMN.',
    notJudged: 'Too few customers to say how good they are.',
    method: 'Method',
    items: 'Items',
    customers: 'Customers',
    interactions: 'Customer and item',
    found: 'Found again of what was hidden, among ten',
    coverage: 'Share of the items that anybody is shown',
    for: 'For {customer}, as of {at}:',
    nothing:
      'There is nothing to show {customer}, as of {at}: rules kept everything back, or nothing is due.',
    item: 'Item',
    name: 'Name',
    score: 'Score',
    by: 'By',
    because: 'Because',
    dropped: 'Kept back:',
    why: 'Why',
    failed: 'The last training, on {at}, failed: {cause}. Those of before are shown.',
  },
  recommendBy: {
    ease: 'EASE',
    'item-knn': 'neighbours',
    reorder: 'habit',
    popularity: 'popularity',
    chance: 'chance',
  },
  dropReason: {
    'out-of-stock': 'out of stock',
    'other-category': 'another category',
    'below-price-band': 'cheaper than asked for',
    'above-price-band': 'dearer than asked for',
    'margin-too-low': 'leaves too little',
    'durable-owned': 'they have one, and it lasts',
    'recently-returned': 'they gave it back lately',
    'category-full': 'enough of its category',
    disliked: 'they said they do not like it',
  },
} as const;
