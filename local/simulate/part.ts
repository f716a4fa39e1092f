/**
 * One part of a simulated shop: some of its people, with everything that happens to them. What the parts share is the fitted
 * model, through the scratch of the evaluation; they need know nothing else of each other, for nobody shares an address with
 * someone of another part.
 */
import type { JourneyDefinition } from '../../core/journey/definition.ts';
import { namesLookedBackOn } from '../../core/journey/lookBack.ts';
import { publish } from '../../core/journey/publish.ts';
import { WINNERS, type Winners } from '../../core/journey/winners.ts';
import type { PublishedTemplate } from '../../core/message/template.ts';
import type { EvaluationScratch } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { DAY_MS } from '../../core/time.ts';
import { sendPicks } from '../../functions/shared/sendPicks.ts';
import { Assumptions } from './assumptions.ts';
import { DecisionCounts, type DecisionTotals } from './decisionCounts.ts';
import { costsOfNights, type MarginTerms, marginTerms, type MeasuredPerson } from './margins.ts';
import type { SimulatedCosts } from './simulatedCosts.ts';
import { picksAlone, type PickTotals, putPicks, type SimulatedPicks } from './picks.ts';
import type { RecordedPerson } from './readSource.ts';
import { type FactTotals, SimulationRecorder } from './recorder.ts';
import { asLiveEvents, Replay } from './replay.ts';
import { channelsOf, type ProgrammeValues, type SimulationRequest } from './request.ts';
import { SimulatedProvider } from './simulatedProvider.ts';
import { World } from './world.ts';

/** A template, and whether it shows products. */
export interface SimulatedTemplate extends Pick<PublishedTemplate, 'source' | 'compiled'> {
  readonly shows: boolean;
}

/** What every part begins with; it travels between threads. */
export interface PartSetup {
  readonly request: SimulationRequest;
  readonly journeys: readonly JourneyDefinition[];
  readonly templates: readonly SimulatedTemplate[];
  readonly settings: Settings;
  readonly winners: Winners;
  readonly programme: ProgrammeValues;
  readonly costs: SimulatedCosts | null;
  readonly picks: SimulatedPicks | null;
}

/** What a part comes to; it travels between threads. */
export interface PartResult {
  readonly people: number;
  readonly liveOrders: number;
  readonly nights: number;
  readonly refits: number;
  readonly decisions: DecisionTotals;
  readonly facts: FactTotals;
  readonly assumedReachable: number;
  readonly assumedConsents: number;
  readonly rendered: number;
  /** Of the SMS sent; one each where they were not rendered. */
  readonly smsParts: number;
  readonly picks: PickTotals;
  /** Of the whole shop. */
  readonly margin: MarginTerms;
}

export class Part {
  private readonly setup: PartSetup;
  private readonly assumed = new Assumptions();
  private readonly counts = new DecisionCounts(this.assumed);
  private readonly recorder = new SimulationRecorder();
  private readonly world: World;

  constructor(setup: PartSetup) {
    this.setup = setup;
    this.world = new World({
      request: setup.request,
      costs: setup.costs,
      settings: setup.settings,
      channels: channelsOf(setup.journeys),
      keepsLines: setup.picks !== null,
      assumed: this.assumed,
      rememberEvents: new Set(setup.journeys.flatMap(namesLookedBackOn)),
      onFact: this.recorder.onFact,
      onSettled: this.counts.add,
    });
  }

  take(page: readonly RecordedPerson[]): Promise<void> {
    return this.world.take(page);
  }

  /** Lives through the period. O(orders + days + contacts), plus a fit a week. `measured`: of the whole shop. */
  async run(
    scratch: EvaluationScratch,
    measured: readonly MeasuredPerson[],
    onDay: (done: number, days: number) => void,
  ): Promise<PartResult> {
    const { request, settings, templates, costs, picks } = this.setup;
    await this.publish();
    const showing = templates.filter(({ shows }) => shows).map(({ source }) => source.id);
    const provider = new SimulatedProvider(this.world.store, request.render, new Set(showing));
    const documents = picks === null ? undefined : await putPicks(this.world.store, picks);
    const toCome = this.world.happeningsToCome();
    const liveOrders = toCome.filter((one) => !('kind' in one)).length;
    const replay = new Replay({
      store: this.world.store,
      provider,
      addressKeyOf: this.world.addressKeyOf,
      settings: { ...settings, seed: request.seed },
      feed: asLiveEvents(toCome, this.world.orderProperties),
      from: request.from,
      keepEvidence: false,
      scratch,
      learns: false,
      costs: costs === null ? null : costsOfNights(costs, measured),
      ...(documents === undefined ? {} : { documents, picks: sendPicks }),
      ...(request.render ? {} : { mergeData: picksAlone }),
    });
    const days = Math.ceil((request.to - request.from) / DAY_MS);
    for (let day = 0; day < days; day += 1) {
      const midnight = request.from + day * DAY_MS;
      await replay.night(midnight);
      await replay.runUntil(Math.min(midnight + DAY_MS, request.to));
      onDay(day + 1, days);
    }
    return this.result(replay, liveOrders, provider);
  }

  private async publish(): Promise<void> {
    const { request, journeys, templates, settings, winners, programme } = this.setup;
    const { store } = this.world;
    for (const { source, compiled } of templates) await store.publishTemplate(source, compiled, request.from);
    for (const journey of journeys) await publish({ store, settings }, journey, request.from);
    await store.putValue(WINNERS, JSON.stringify(winners));
    for (const [part, json] of Object.entries(programme)) await store.putValue(part, json);
  }

  private async result(
    replay: Replay,
    liveOrders: number,
    { rendered, smsParts, picks }: SimulatedProvider,
  ): Promise<PartResult> {
    const { world, counts, assumed } = this;
    for await (const page of world.store.decisions()) for (const decision of page) counts.add(decision);
    counts.totals.ledger.accepted = await world.store.countAccepted();
    return {
      people: world.people,
      liveOrders,
      nights: replay.nights,
      refits: replay.refits,
      decisions: counts.totals,
      facts: this.recorder.totals,
      assumedReachable: assumed.countReachable(),
      assumedConsents: assumed.countConsents(),
      rendered,
      smsParts,
      picks: picks.totals,
      margin: marginTerms(replay.margins, this.setup.settings.value),
    };
  }
}
