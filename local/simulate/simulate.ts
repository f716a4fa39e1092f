/**
 * Replays recorded orders through the real engine in virtual time: nightly evaluations, entries, waits, the send policy with
 * its caps and quiet hours; effects go to a recorder. Waves run on whole minutes, as they do live, but only on minutes on which
 * something is due. Recorded orders do not react to what is sent: it shows contacts and cost, never uplift.
 */
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { OrderEvent } from '../../core/customer/event.ts';
import type { Order } from '../../core/customer/order.ts';
import { drainWave } from '../../core/journey/wave.ts';
import { evaluateShop } from '../../core/lifecycle/evaluateShop.ts';
import { LANES } from '../../core/message/decision.ts';
import type { MessageProvider, OutboundMessage } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/time.ts';
import { compileTemplate } from '../../functions/shared/compileTemplate.ts';
import { type Container, makeContainer } from '../../functions/shared/container.ts';
import { renderVariant } from '../../functions/shared/renderMessage.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import { SimulationRecorder } from './recorder.ts';
import { makeReport, type SimulationReport } from './report.ts';
import type { SimulationDefinitions, SimulationRequest } from './request.ts';
import { setUpWorld, type World, type WorldOptions } from './world.ts';

export interface SimulationInput extends Pick<WorldOptions, 'source' | 'sourceKeyOf'> {
  readonly request: SimulationRequest;
  readonly definitions: SimulationDefinitions;
  /** Called at each virtual midnight. */
  readonly onDay?: (done: number, days: number) => void;
}

async function publish(
  world: World,
  { journeys, templates }: SimulationDefinitions,
  request: SimulationRequest,
) {
  for (const template of templates) {
    const blank = { subject: '', preheader: '', html: '', text: '' };
    const compiled = request.render ? await compileTemplate(template) : { en: blank, 'zh-CN': blank };
    await world.store.publishTemplate(template, compiled, request.from);
  }
  for (const journey of journeys) await world.store.publishJourney(journey, request.from);
}

/** Accepts everything; renders what it is given where asked. */
class SimulatedProvider implements MessageProvider {
  rendered = 0;
  private readonly world: World;
  private readonly renders: boolean;

  constructor(world: World, renders: boolean) {
    this.world = world;
    this.renders = renders;
  }

  async send(message: OutboundMessage) {
    if (this.renders) await this.render(message);
    return { kind: 'accepted' as const, providerMessageId: 'simulated' };
  }

  private async render(message: OutboundMessage): Promise<void> {
    const template = await this.world.store.template(message.template);
    if (template === null) return;
    const locale = message.locale === 'zh-CN' ? 'zh-CN' : 'en';
    renderVariant(template.compiled[locale], message.mergeData, locale);
    this.rendered += 1;
  }
}

function orderEvent(order: Order): OrderEvent {
  return {
    kind: 'order',
    source: 'replay',
    messageId: order.id,
    customerId: order.customerId,
    at: order.at,
    order,
  };
}

/** The world's clock and its three hands: nights, orders, waves. */
class Replay {
  private now: Instant;
  private nextOrder = 0;
  nights = 0;
  refits = 0;
  private readonly world: World;
  private readonly container: Container;

  constructor(world: World, settings: Settings, provider: MessageProvider, from: Instant) {
    this.world = world;
    this.now = from;
    this.container = makeContainer({
      store: world.store,
      provider,
      addressKeyOf: world.addressKeyOf,
      scratch: memoryScratch(),
      settings,
      settingsVersion: 1,
      now: () => this.now,
      claimant: 'simulation',
      keepEvidence: false,
    });
  }

  async night(at: Instant): Promise<void> {
    this.now = at;
    const { book } = await this.container.inForce();
    const report = await evaluateShop(this.container.evaluationDeps(), book, { at, now: at, force: false });
    this.nights += 1;
    if (report.plan.refit) this.refits += 1;
  }

  /** Everything from now until `end`, exclusive: orders and waves in the order of their times, orders first. */
  async runUntil(end: Instant): Promise<void> {
    for (;;) {
      const order = this.world.toCome[this.nextOrder];
      const orderAt = order !== undefined && order.at < end ? order.at : Number.POSITIVE_INFINITY;
      const due = await this.world.store.nextDueAt();
      const waveAt = due === null ? Number.POSITIVE_INFINITY : this.waveMinute(due);
      if (orderAt === Number.POSITIVE_INFINITY && waveAt >= end) return;
      if (order !== undefined && orderAt <= waveAt) {
        await this.order(order);
        this.nextOrder += 1;
      } else await this.wave(waveAt);
    }
  }

  /** The whole minute at which what is due is found. */
  private waveMinute(due: Instant): Instant {
    return Math.ceil(Math.max(due, this.now) / MINUTE_MS) * MINUTE_MS;
  }

  private async order(order: Order): Promise<void> {
    this.now = order.at;
    const { book, model } = await this.container.inForce();
    const { store, addressKeyOf, settings } = this.container;
    await applyEvent({ store, addressKeyOf, settings, model }, book, orderEvent(order), order.at);
  }

  private async wave(at: Instant): Promise<void> {
    this.now = at;
    const deps = await this.container.waveDeps(() => true);
    await drainWave(deps, { lanes: LANES, shards: [0] }, at);
  }
}

/** Runs a simulation; the source is only read. O(orders + days + contacts), plus a fit a week. */
export async function simulate(input: SimulationInput): Promise<SimulationReport> {
  const { request, definitions } = input;
  const recorder = new SimulationRecorder();
  const world = await setUpWorld({ ...input, onFact: recorder.onFact });
  await publish(world, definitions, request);
  const settings: Settings = { ...definitions.settings, seed: request.seed };
  const provider = new SimulatedProvider(world, request.render);
  const replay = new Replay(world, settings, provider, request.from);
  const days = Math.ceil((request.to - request.from) / DAY_MS);
  for (let day = 0; day < days; day += 1) {
    const midnight = request.from + day * DAY_MS;
    await replay.night(midnight);
    await replay.runUntil(Math.min(midnight + DAY_MS, request.to));
    input.onDay?.(day + 1, days);
  }
  const { nights, refits } = replay;
  const rendered = request.render ? provider.rendered : null;
  return makeReport({ request, settings, world, recorder, nights, refits, rendered });
}
