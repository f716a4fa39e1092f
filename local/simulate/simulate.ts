/**
 * Replays recorded orders through the real engine in virtual time: nightly evaluations, entries, waits, the send policy with
 * its caps and quiet hours; effects go to a recorder. Waves run on whole minutes, as they do live, but only on minutes on which
 * something is due. Recorded orders do not react to what is sent: it shows contacts and cost, never uplift.
 */
import type { MessageProvider, OutboundMessage } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { DAY_MS } from '../../core/time.ts';
import { compileTemplate } from '../../functions/shared/compileTemplate.ts';
import { renderVariant } from '../../functions/shared/renderMessage.ts';
import { Assumptions } from './assumptions.ts';
import { DecisionCounts } from './decisionCounts.ts';
import { SimulationRecorder } from './recorder.ts';
import { ordersAsEvents, Replay } from './replay.ts';
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

/** Runs a simulation; the source is only read. O(orders + days + contacts), plus a fit a week. */
export async function simulate(input: SimulationInput): Promise<SimulationReport> {
  const { request, definitions } = input;
  const recorder = new SimulationRecorder();
  const assumed = new Assumptions();
  const counts = new DecisionCounts(assumed);
  const world = await setUpWorld({ ...input, assumed, onFact: recorder.onFact, onSettled: counts.add });
  await publish(world, definitions, request);
  const settings: Settings = { ...definitions.settings, seed: request.seed };
  const provider = new SimulatedProvider(world, request.render);
  const replay = new Replay({
    store: world.store,
    provider,
    addressKeyOf: world.addressKeyOf,
    settings,
    feed: ordersAsEvents(world.toCome),
    from: request.from,
    keepEvidence: false,
    ...(request.render ? {} : { mergeData: () => ({}) }),
  });
  const days = Math.ceil((request.to - request.from) / DAY_MS);
  for (let day = 0; day < days; day += 1) {
    const midnight = request.from + day * DAY_MS;
    await replay.night(midnight);
    await replay.runUntil(Math.min(midnight + DAY_MS, request.to));
    input.onDay?.(day + 1, days);
  }
  const { nights, refits } = replay;
  const rendered = request.render ? provider.rendered : null;
  return makeReport({ request, settings, world, recorder, counts, assumed, nights, refits, rendered });
}
