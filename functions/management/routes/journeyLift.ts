/** `GET /v1/journeys/{id}/lift`: what a journey brought against its holdout, or the arms of an experiment of it with each other. */
import { marginIn } from '../../../core/campaign/outcomes.ts';
import { JOURNEY_METRICS, type JourneyMetric } from '../../../core/experiment/compareArms.ts';
import {
  journeyLift as liftOf,
  type JourneyLiftRequest,
  plannedArms,
} from '../../../core/experiment/journeyLift.ts';
import { minorDigits } from '../../../core/currency.ts';
import { parseDuration } from '../../../core/duration.ts';
import type { PublishedJourney } from '../../../core/journey/definition.ts';
import { type Winner, winnerOf } from '../../../core/journey/winners.ts';
import { type Instant, isoInstant, parseIso } from '../../../core/time.ts';
import { outcomeDeps } from '../../shared/campaignOutcomes.ts';
import type { Container } from '../../shared/container.ts';
import { misuse } from '../../shared/problem.ts';
import { publishedJourney } from './journeys.ts';
import { type Route, type RouteRequest, shopView } from './route.ts';

/** How long after entering what people do counts, where neither the call nor the experiment says. */
const DEFAULT_WINDOW = '30d';

type Query = RouteRequest['query'];
type Node = PublishedJourney['definition']['nodes'][string];

function nodeOf({ definition }: PublishedJourney, asked: string | undefined): readonly [string, Node] {
  const givers = Object.entries(definition.nodes).filter(([, node]) => plannedArms(node) !== null);
  const names = givers.map(([id]) => id).join(', ') || 'none';
  if (asked !== undefined) {
    const found = givers.find(([id]) => id === asked);
    if (found !== undefined) return found;
    throw misuse('node', `"${asked}" is no holdout or experiment of the journey`, `those are: ${names}`);
  }
  const holdouts = givers.filter(([, { type }]) => type === 'holdout');
  const [only] = holdouts;
  if (only !== undefined && holdouts.length === 1) return only;
  const problem = only === undefined ? 'the journey holds nobody out' : 'the journey has several holdouts';
  throw misuse('node', problem, `name a node: ${names}`);
}

function ruleOf(node: Node) {
  return node.type === 'experiment' ? node.winner : undefined;
}

function isMetric(text: string): text is JourneyMetric {
  return JOURNEY_METRICS.some((metric) => metric === text);
}

function metricOf({ definition }: PublishedJourney, node: Node, asked: string | undefined): JourneyMetric {
  const metric = asked ?? (ruleOf(node)?.metric === 'goal' ? 'goal' : 'orders');
  if (!isMetric(metric))
    throw misuse('metric', `there is no metric "${metric}"`, `it is one of ${JOURNEY_METRICS.join(', ')}`);
  if (metric === 'goal' && definition.goal === undefined)
    throw misuse('metric', 'the journey has no goal', 'ask for orders, margin or revenue');
  return metric;
}

function windowOf(node: Node, asked: string | undefined): { window: string; windowMs: number } {
  const window = asked ?? ruleOf(node)?.window ?? DEFAULT_WINDOW;
  const windowMs = parseDuration(window);
  if (windowMs !== null) return { window, windowMs };
  throw misuse('window', `"${window}" is no length of time`, 'write it like 14d, 2w or 36h');
}

function sinceOf(asked: string | undefined): Instant | null {
  const since = asked === undefined ? null : parseIso(asked);
  if (since !== null || asked === undefined) return since;
  throw misuse('since', `"${asked}" is no date`, 'write it like 2026-03-05');
}

/** In minor units, of an amount as people write it. */
function costOf({ cost }: Query, currency: string | null): number | null {
  if (cost === undefined) return null;
  const digits = currency === null ? 2 : minorDigits(currency);
  if (/^\d{1,12}(?:\.\d+)?$/.test(cost)) return Math.round(Number(cost) * 10 ** digits);
  throw misuse('cost', `"${cost}" is no cost`, 'write it like 500 or 499.50, in the shop’s currency');
}

function winnerView(winner: Winner | undefined) {
  return winner === undefined ? null : { arm: winner.arm, at: isoInstant(winner.at) };
}

export function journeyLift(container: Container): Route {
  return async ({ params, query }) => {
    const journey = await publishedJourney(container, params.id ?? '');
    const [nodeId, node] = nodeOf(journey, query.node);
    const [{ book }, { currency }] = await Promise.all([container.inForce(), shopView(container)]);
    const winner = node.type === 'experiment' ? winnerOf(book.winners, journey.id, nodeId, node) : undefined;
    const { window, windowMs } = windowOf(node, query.window);
    const metric = metricOf(journey, node, query.metric);
    const since = sinceOf(query.since);
    const outcomes = await outcomeDeps(container);
    const asked: JourneyLiftRequest = {
      journey,
      journeyId: journey.id,
      nodeId,
      metric,
      since,
      until: winner?.at ?? null,
      windowMs,
      now: container.now(),
      settings: container.settings,
      netOf: (record, within) => marginIn(record, within, outcomes).netMinor,
      costMinor: costOf(query, currency),
      currency,
    };
    const { comparisons, waiting, peoplePerDay } = await liftOf(
      { store: container.store, definitionOf: book.definitionOf },
      asked,
    );
    return {
      journey: journey.id,
      node: nodeId,
      kind: node.type,
      outcome: metric,
      window,
      since: since === null ? null : isoInstant(since),
      currency,
      waiting,
      peoplePerDay,
      winner: winnerView(winner),
      comparisons,
    };
  };
}
