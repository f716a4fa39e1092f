/** What `recommend report` says in English. `zhCNPicks.ts` says the same under the same keys. */
export const enPicks = {
  picks: {
    none: 'Nothing was recommended in a message yet, or none was delivered.',
    about: '{lists} lists delivered to {customers} customers; in {withChance} of them chance chose one item.',
    items: 'Items',
    shown: 'Shown',
    clicked: 'Followed',
    bought: 'Bought within {days} days',
    chosen: 'chosen',
    byChance: 'by chance',
    clicks: 'followed',
    purchases: 'bought',
    lift: '{what}: {points} of a hundred more than by chance (95 %: {low} to {high}).',
    noLift: '{what}: not measured, chance has shown nothing yet.',
  },
  pickSlot: {
    discover: 'to discover',
    replenish: 'to buy again',
    anything: 'either',
  },
  pickKind: {
    personal: 'by what they did',
    popular: 'not by what they did',
  },
} as const;
