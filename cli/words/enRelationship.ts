/** What `customers relationship` says in English. `zhCNRelationship.ts` says the same under the same keys. */
export const enRelationship = {
  relationship: {
    customer: 'Customer',
    type: 'Relationship',
    stage: 'Stage',
    grade: 'Grade',
    sameGrade: 'Customers of the grade',
    pastRevenue: 'Revenue of the last year',
    pastMargin: 'Margin of the last year',
    expected: 'Margin expected of a year',
    margin: 'Margin it rests on',
    contacts: 'Contacts it pays for',
    product: 'What they buy',
  },
  relationshipType: {
    basic: 'basic',
    reactive: 'reactive',
    accountable: 'accountable',
    proactive: 'proactive',
    partnership: 'partnership',
  },
  productKind: {
    lasting: 'mostly lasts',
    consumed: 'mostly runs out',
    unknown: 'not known',
  },
} as const;
