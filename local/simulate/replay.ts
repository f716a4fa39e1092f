/**
 * Virtual time over any store: nights, events and waves in the order of their times. Waves run on whole minutes, as they do
 * live, but only on minutes on which something is due. The simulator replays a whole shop with it; the demonstration shop
 * lives its last days through it.
 */
import { memoryRejects } from '../../adapters/memory/rejects.ts';
import { applyEvent, type EventDeps } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent, TrackedEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import type { JsonObject } from '../../core/json.ts';
import { recomputeSegments } from '../../core/segment/recompute.ts';
import type { JourneyBook } from '../../core/journey/book.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { evaluateShop } from '../../core/lifecycle/evaluateShop.ts';
import type { EvaluationDeps } from '../../core/lifecycle/evaluationPlan.ts';
import type { ShopMargin } from '../../core/lifecycle/marginFound.ts';
import { LANES } from '../../core/message/decision.ts';
import type { EvaluationScratch } from '../../core/ports.ts';
import { type Instant, MINUTE_MS } from '../../core/time.ts';
import { type Container, type ContainerParts, makeContainer } from '../../functions/shared/container.ts';
import { messageCosts } from '../../functions/shared/messageCost.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { withCosts } from '../../functions/shared/withCosts.ts';
import type { Till } from '../demo/till.ts';
import type { NewsDesk } from '../standIn/newsDesk.ts';
import { allRunners } from '../../functions/shared/runners/allRunners.ts';
import type { WaveRunners } from '../../functions/shared/container.ts';

/** Events to come, by time; made one at a time so that a million need not exist at once. */
export interface EventFeed {
  readonly length: number;
  at(place: number): Instant;
  event(place: number): CustomerEvent;
}

function orderEvent(order: Order, properties: JsonObject | undefined): CustomerEvent {
  const { id, customerId, at } = order;
  const event = { kind: 'order', source: 'replay', messageId: id, customerId, at, order } as const;
  return properties === undefined ? event : { ...event, properties };
}

/** Orders and events, already sorted by time, as live events; an order with what was said with it. */
export function asLiveEvents(
  happenings: readonly (Order | TrackedEvent)[],
  propertiesOf: ReadonlyMap<string, JsonObject> = new Map(),
): EventFeed {
  const happeningAt = (place: number): Order | TrackedEvent => {
    const happening = happenings[place];
    if (happening === undefined)
      throw new RangeError(`there is no happening ${place} of ${happenings.length}`);
    return happening;
  };
  return {
    length: happenings.length,
    at: (place) => happeningAt(place).at,
    event: (place) => {
      const happening = happeningAt(place);
      return 'kind' in happening ? happening : orderEvent(happening, propertiesOf.get(happening.id));
    },
  };
}

/** Events of any kind, already sorted by time. */
export function eventsInOrder(events: readonly CustomerEvent[]): EventFeed {
  const eventAt = (place: number): CustomerEvent => {
    const event = events[place];
    if (event === undefined) throw new RangeError(`there is no event ${place} of ${events.length}`);
    return event;
  };
  return { length: events.length, at: (place) => eventAt(place).at, event: eventAt };
}

type Costs = Pick<EvaluationDeps, 'facts' | 'baskets'>;

export interface ReplayInput
  extends Pick<
    ContainerParts,
    | 'store'
    | 'provider'
    | 'addressKeyOf'
    | 'settings'
    | 'keepEvidence'
    | 'mergeData'
    | 'links'
    | 'documents'
    | 'picks'
  > {
  readonly feed: EventFeed;
  readonly from: Instant;
  readonly settingsVersion?: number;
  /** Shared with whoever replays other parts of the same shop. */
  readonly scratch?: EvaluationScratch;
  /**
   * What goods cost, and by whose orders the shop's margin is measured; null where the settings' margin counts. Left out, the
   * catalogue among the documents tells, as in every night.
   */
  readonly costs?: Costs | null;
  /** Whether refits learn what only people ask for: proposals and the activity score. Default: true. */
  readonly learns?: boolean;
  /** Default: all of them. */
  readonly runners?: WaveRunners;
  /** Plays a provider that tells what became of messages; left out, nothing is heard of them. */
  readonly newsDesk?: (container: Container) => NewsDesk | null;
  /** Plays a checkout, which uses codes and points; left out, orders are as recorded. */
  readonly till?: (container: Container) => Till;
}

export class Replay {
  nights = 0;
  refits = 0;
  private now: Instant;
  private place = 0;
  private readonly feed: EventFeed;
  private readonly container: Container;
  private readonly shards: readonly number[];
  private readonly desk: NewsDesk | null;
  private readonly till: Till | null;
  private readonly learns: boolean;
  private readonly costs: Costs | null | undefined;
  /** As measured by each refit; null where nothing told of costs. */
  readonly margins: (ShopMargin | null)[] = [];

  constructor(input: ReplayInput) {
    this.now = input.from;
    this.feed = input.feed;
    this.shards = Array.from({ length: input.store.shards }, (_, shard) => shard);
    this.container = makeContainer({
      ...input,
      scratch: input.scratch ?? memoryScratch(),
      rejects: memoryRejects(),
      settingsVersion: input.settingsVersion ?? 1,
      now: () => this.now,
      claimant: 'replay',
      runners: input.runners ?? allRunners,
      costOf: messageCosts(input.store, () => input.settings),
    });
    this.desk = input.newsDesk?.(this.container) ?? null;
    this.till = input.till?.(this.container) ?? null;
    this.learns = input.learns ?? true;
    this.costs = input.costs;
  }

  private async evaluationDeps(): Promise<EvaluationDeps> {
    const { costs, container } = this;
    return costs === undefined ? withCosts(container) : { ...container.evaluationDeps(), ...costs };
  }

  /** The nightly evaluation at 00:00 UTC; `force` refits, whatever the age of the model in force. */
  async night(at: Instant, { force = false }: { readonly force?: boolean } = {}): Promise<void> {
    this.now = at;
    const { book } = await this.container.inForce();
    const report = await evaluateShop(await this.evaluationDeps(), book, {
      at,
      now: at,
      force,
      learns: this.learns,
    });
    await this.judgeSegments(book);
    this.nights += 1;
    if (!report.plan.refit) return;
    this.refits += 1;
    this.margins.push(report.plan.margin);
  }

  /** Who is in which segment, once lifecycles are as of this night. */
  private async judgeSegments(book: JourneyBook): Promise<void> {
    const { model } = await this.container.inForce();
    const { store, addressKeyOf, settings } = this.container;
    const deps = { store, addressKeyOf, settings, model };
    for (let segment = 0; segment < store.segments; segment += 1)
      await recomputeSegments(deps, book, { segment, now: this.now });
  }

  /**
   * Everything from now until `end`, exclusive: of one instant events go first, then what a provider tells, then the wave. What is in force
   * stays so until the next night.
   */
  async runUntil(end: Instant): Promise<void> {
    const { book, model } = await this.container.inForce();
    const { store, addressKeyOf, settings } = this.container;
    const events = { store, addressKeyOf, settings, model };
    const waves = await this.container.waveDeps(() => true);
    for (;;) {
      const eventAt = this.nextEventAt(end);
      const due = await store.nextDueAt();
      const waveAt = due === null ? Number.POSITIVE_INFINITY : this.waveMinute(due);
      const newsAt = await this.nextNewsAt(end);
      if (eventAt === Number.POSITIVE_INFINITY && newsAt === eventAt && waveAt >= end) return;
      this.now = Math.min(eventAt, newsAt, waveAt);
      if (eventAt <= this.now) await this.applyNext(events, book);
      else if (newsAt <= this.now) await this.desk?.tell(newsAt);
      else await drainWave(waves, { lanes: LANES, shards: this.shards }, waveAt);
    }
  }

  /** Infinity where none is left before `end`. */
  private nextEventAt(end: Instant): Instant {
    const at = this.place < this.feed.length ? this.feed.at(this.place) : end;
    return at < end ? at : Number.POSITIVE_INFINITY;
  }

  /** The whole minute at which the provider's next word is heard; infinity where that is not before `end`. */
  private async nextNewsAt(end: Instant): Promise<Instant> {
    const next = (await this.desk?.nextAt()) ?? null;
    const at = next === null ? end : this.waveMinute(next);
    return at < end ? at : Number.POSITIVE_INFINITY;
  }

  /** The whole minute at which what is due is found. */
  private waveMinute(due: Instant): Instant {
    return Math.ceil(Math.max(due, this.now) / MINUTE_MS) * MINUTE_MS;
  }

  private async applyNext(deps: EventDeps, book: JourneyBook): Promise<void> {
    const event = this.feed.event(this.place);
    await applyEvent(deps, book, this.till === null ? event : await this.till(event), this.now);
    this.place += 1;
  }
}
