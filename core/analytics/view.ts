/**
 * What the analytical views share: people are added one by one, segments are counted apart and merged, and the answer is of
 * everyone as of one moment. Everything is recomputed from order days under one model of the shop; nothing is stored.
 */
import { evaluateCustomer } from '../lifecycle/evaluateCustomer.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { PersonHistory } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';

export const ANALYTICS_VIEWS = ['markov', 'cohorts', 'rfm', 'seven-p', 'lost', 'equity'] as const;
export type AnalyticsViewName = (typeof ANALYTICS_VIEWS)[number];

export interface ViewContext {
  /** 00:00 UTC; orders before it count. */
  readonly until: Instant;
  readonly model: ShopModel;
  readonly settings: Settings;
  /** Null where the shop has none yet. */
  readonly currency: string | null;
}

/** One view on its way over the people of a segment. */
export interface View<Answer> {
  /** `person.history` holds orders before `until` only. */
  add(person: PersonHistory): void;
  answer(): Answer;
}

/** A view whose parts, counted apart, add up to the whole. */
export interface MergedView<Self, Answer> extends View<Answer> {
  merge(other: Self): void;
}

/** The lifecycle at the moment of the view; what was stored counts only where it was known by then. */
export function lifecycleAt(
  { person, history }: PersonHistory,
  { until, model, settings }: ViewContext,
): Lifecycle {
  const { knownSince, lifecycle: stored } = person;
  const lifecycle = stored !== null && stored.evaluatedAt <= until ? stored : null;
  return evaluateCustomer({ knownSince, lifecycle, history }, until, model, settings);
}

/** Adds place by place; places nobody wrote to are nothing. */
export function addInto(into: number[], from: readonly number[]): void {
  from.forEach((value, place) => {
    into[place] = (into[place] ?? 0) + value;
  });
}

/** What was bought within so many days before the end is of the last year. */
export const YEAR_DAYS = 365;

/** Where the settings discount nothing: over all time a sum has an end only if money to come is worth less than money now. */
const DISCOUNT_ANNUAL = 0.15;

export function discountAnnualOf({ value }: Settings): number {
  return value.discountAnnual > 0 ? value.discountAnnual : DISCOUNT_ANNUAL;
}
