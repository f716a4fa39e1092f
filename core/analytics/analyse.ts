/**
 * An analytical view of a whole shop: reads everyone segment by segment, once, or twice where the model in force is not that of
 * the moment asked about, and adds the parts up. Changes nothing.
 */
import type { LossReason } from '../feedback/lossReason.ts';
import type { CustomerId } from '../ids.ts';
import { coldModel } from '../lifecycle/coldModel.ts';
import { fitShop } from '../lifecycle/fitShop.ts';
import { marginShareOf } from '../lifecycle/marginShare.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import { mergeSummaries, summarise } from '../lifecycle/summarise.ts';
import type { PersonHistory } from '../ports.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import type { CohortAnswer, EquityAnswer, LostAnswer, MarkovAnswer, RfmAnswer } from './answers.ts';
import { CohortView } from './cohortView.ts';
import { EquityView } from './equityView.ts';
import { LostView } from './lostView.ts';
import { MarkovView } from './markovView.ts';
import { RfmView } from './rfmView.ts';
import type { SevenPAnswer, SevenPBeside } from './sevenPAnswer.ts';
import { SevenPView } from './sevenPView.ts';
import type { AnalyticsViewName, MergedView, ViewContext } from './view.ts';

/** Where the people come from. */
export interface AnalyticsSource {
  readonly segments: number;
  /** Segments read at once. */
  readonly atOnce: number;
  /** Everyone of a segment, with orders strictly before an instant, in pages. */
  readonly scan: (segment: number, before: Instant) => AsyncIterable<readonly PersonHistory[]>;
  /** The model in force; null before the first evaluation. */
  readonly model: ShopModel | null;
  readonly settings: Settings;
  readonly currency: string | null;
  /** Why customers left, where their profiles say. Only the view of the lost asks. */
  readonly lossReasons: () => Promise<ReadonlyMap<CustomerId, LossReason>>;
  /** What other records say. Only the seven Ps ask. */
  readonly beside: (until: Instant) => Promise<SevenPBeside>;
}

export interface AnalyticsRequest {
  readonly view: AnalyticsViewName;
  /** 00:00 UTC; orders before it count. */
  readonly until: Instant;
  /** Of `rfm`: every customer with their scores. */
  readonly withRows: boolean;
  /** Of `lost`: how many to name. */
  readonly most: number;
}

export type AnalyticsAnswer =
  | MarkovAnswer
  | CohortAnswer
  | RfmAnswer
  | SevenPAnswer
  | LostAnswer
  | EquityAnswer;

/** A task for each segment, so many at once, in their order. */
async function bySegment<Result>(
  { segments, atOnce }: Pick<AnalyticsSource, 'segments' | 'atOnce'>,
  task: (segment: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < segments; from += atOnce) {
    const some = Array.from({ length: Math.min(atOnce, segments - from) }, (_, i) => task(from + i));
    results.push(...(await Promise.all(some)));
  }
  return results;
}

/** The model in force where it knows what was known then; else one fitted to that moment. */
export async function modelAt(
  source: Pick<AnalyticsSource, 'segments' | 'atOnce' | 'scan' | 'model' | 'settings'>,
  until: Instant,
): Promise<ShopModel> {
  const { model, settings } = source;
  if (model !== null && model.fittedAt <= until) return model;
  // Nobody's own margin of that time is known: whoever looks back values all by the shop's.
  const margin = model?.margin == null ? null : { ...model.margin, credibility: null };
  const at = { at: until, model: settings.value.model, learns: false, margin };
  const parts = await bySegment(source, (segment) => summarise(source.scan(segment, until), at));
  const whole = mergeSummaries(parts.map(({ summary }) => summary));
  return whole.people === 0 ? coldModel(settings) : fitShop(whole, at, null, settings);
}

async function accumulate<Kind extends MergedView<Kind, Answer>, Answer>(
  source: AnalyticsSource,
  { until }: ViewContext,
  make: () => Kind,
): Promise<Answer> {
  const whole = make();
  const parts = await bySegment(source, async (segment) => {
    const part = make();
    for await (const page of source.scan(segment, until)) for (const person of page) part.add(person);
    return part;
  });
  for (const part of parts) whole.merge(part);
  return whole.answer();
}

/** The settings with the margin value is reckoned with. */
function withMargin(settings: Settings, model: ShopModel): Settings {
  return { ...settings, value: { ...settings.value, margin: marginShareOf(model, settings.value) } };
}

/** O(orders) for every view but `markov` and `seven-p`, which also walk the months of every customer. */
export async function analyse(source: AnalyticsSource, request: AnalyticsRequest): Promise<AnalyticsAnswer> {
  const { view, until, withRows, most } = request;
  const { currency } = source;
  const model = await modelAt(source, until);
  const context = { until, settings: withMargin(source.settings, model), currency, model };
  switch (view) {
    case 'markov':
      return accumulate(source, context, () => new MarkovView(context));
    case 'cohorts':
      return accumulate(source, context, () => new CohortView(context));
    case 'rfm':
      return accumulate(source, context, () => new RfmView(context, { withRows }));
    case 'seven-p': {
      const beside = await source.beside(until);
      return accumulate(source, context, () => new SevenPView(context, beside));
    }
    case 'lost': {
      const reasons = await source.lossReasons();
      return accumulate(source, context, () => new LostView(context, { most, reasons }));
    }
    case 'equity':
      return accumulate(source, context, () => new EquityView(context));
  }
}
