/**
 * Which of Kotler's five kinds of relationship suits a customer: basic, reactive, accountable, proactive, partnership (Kotler &
 * Armstrong, "Principles of Marketing": levels by the number of customers and the margin of each). The number is of customers of the
 * same grade, among whom care is shared out; the margin is what a year with the customer leaves, counted in personal contacts it
 * would pay for. What kind of product they buy and where they stand may then move the level by one. A suggestion, never a treatment.
 */
import type { Settings } from '../settings/settings.ts';
import type { Grade, Stage } from '../lifecycle/lifecycle.ts';

export const RELATIONSHIP_TYPES = ['basic', 'reactive', 'accountable', 'proactive', 'partnership'] as const;
export type RelationshipType = (typeof RELATIONSHIP_TYPES)[number];

/** `lasting`: mostly what is bought once; `consumed`: mostly what runs out. */
export type ProductKind = 'lasting' | 'consumed' | 'unknown';

export interface RelationshipFacts {
  /** Contribution of a year: expected where the shop is evaluated, else that of the year before. */
  readonly yearMarginMinor: number;
  /** Customers of the same grade. */
  readonly customers: number;
  readonly product: ProductKind;
  readonly grade: Grade | null;
  readonly stage: Stage | null;
}

export const LEVELS = ['low', 'middle', 'high'] as const;
export type Level = (typeof LEVELS)[number];

/** By margin, then by number: few, some, many. */
const TABLE: Readonly<Record<Level, Readonly<Record<Level, RelationshipType>>>> = {
  high: { low: 'partnership', middle: 'proactive', high: 'accountable' },
  middle: { low: 'proactive', middle: 'accountable', high: 'reactive' },
  low: { low: 'accountable', middle: 'reactive', high: 'basic' },
};

export type Moved = 'lasting-product' | 'runs-out' | 'steady-best' | 'leaving' | null;

export interface SuggestedRelationship {
  readonly type: RelationshipType;
  readonly margin: Level;
  readonly number: Level;
  /** Personal contacts a year's margin pays for. */
  readonly contacts: number;
  /** What moved it from where the table has it. */
  readonly moved: Moved;
}

function levelOf(amount: number, low: number, high: number): Level {
  if (amount < low) return 'low';
  return amount < high ? 'middle' : 'high';
}

function next(type: RelationshipType, by: 1 | -1): RelationshipType {
  const place = RELATIONSHIP_TYPES.indexOf(type) + by;
  return RELATIONSHIP_TYPES[Math.min(RELATIONSHIP_TYPES.length - 1, Math.max(0, place))] ?? type;
}

/** The one thing that moves it, the strongest first. */
function movedBy(type: RelationshipType, margin: Level, facts: RelationshipFacts): [Moved, RelationshipType] {
  const { stage, grade, product } = facts;
  if (stage === 'decline' && grade === 'C') return ['leaving', next(type, -1)];
  // A partnership is with few: nobody knows hundreds by name.
  if (stage === 'stability' && grade === 'A' && type !== 'proactive') return ['steady-best', next(type, 1)];
  const asksAfterwards = RELATIONSHIP_TYPES.indexOf(type) < RELATIONSHIP_TYPES.indexOf('accountable');
  if (product === 'lasting' && margin !== 'low' && asksAfterwards) return ['lasting-product', 'accountable'];
  if (product === 'consumed' && margin === 'middle' && type === 'accountable')
    return ['runs-out', 'proactive'];
  return [null, type];
}

export function suggestRelationship(
  facts: RelationshipFacts,
  settings: Settings['relationship'],
): SuggestedRelationship {
  const { contactCostMinor, fewContacts, manyContacts, fewCustomers, manyCustomers } = settings;
  const contacts = Math.max(0, facts.yearMarginMinor) / contactCostMinor;
  const margin = levelOf(contacts, fewContacts, manyContacts);
  const number = levelOf(facts.customers, fewCustomers + 1, manyCustomers + 1);
  const [moved, type] = movedBy(TABLE[margin][number], margin, facts);
  return {
    type,
    margin,
    number,
    contacts: Math.floor(contacts),
    moved: type === TABLE[margin][number] ? null : moved,
  };
}
