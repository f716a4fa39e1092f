/**
 * What a well-formed definition may still get wrong: nodes that do not exist or cannot be reached, loops that never wait,
 * templates that are not published, sends over the caps by construction. Findings name the node and the remedy.
 */
import { parseDuration } from '../duration.ts';
import { capCounts } from '../message/capScope.ts';
import type { Cap } from '../settings/messages.ts';
import type { MessageSettings } from '../settings/settings.ts';
import { DAY_MS } from '../time.ts';
import type { Condition } from './condition.ts';
import { CONSENT_CHANNELS, type ConsentChannel } from '../message/messageClass.ts';
import { isMessage, type JourneyDefinition, type JourneyNode, successors } from './definition.ts';
import { channelFindings, type SmsLengths } from './lintChannels.ts';
import type { LintFinding } from './lintFinding.ts';
import { type KnownSegments, segmentFindings } from './lintSegments.ts';
import { topicFindings } from './lintTopics.ts';
import { type KnownTreatments, treatmentFindings } from './lintTreatments.ts';
import { isErrand } from './errand/errandTask.ts';

export interface LintContext extends KnownTreatments, KnownSegments {
  readonly templates: ReadonlySet<string>;
  /** Absent: whether templates fit their channels is not checked. */
  readonly sms?: SmsLengths;
  readonly messages: MessageSettings;
}

function error(code: LintFinding['code'], path: string, message: string): LintFinding {
  return { severity: 'error', code, path, message };
}

function unknownNodes({ start, nodes }: JourneyDefinition): LintFinding[] {
  const names = Object.keys(nodes).join(', ');
  const findings: LintFinding[] = [];
  const check = (path: string, target: string) => {
    if (Object.hasOwn(nodes, target)) return;
    findings.push(error('unknown-node', path, `there is no node "${target}"; the nodes are: ${names}`));
  };
  check('start', start);
  for (const [id, node] of Object.entries(nodes)) {
    for (const next of successors(node)) check(`nodes.${id}`, next);
  }
  return findings;
}

function reachable({ start, nodes }: JourneyDefinition): Set<string> {
  const seen = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node: JourneyNode | undefined = nodes[id];
    if (node === undefined || seen.has(id)) continue;
    seen.add(id);
    open.push(...successors(node));
  }
  return seen;
}

function unreachableNodes(definition: JourneyDefinition): LintFinding[] {
  const seen = reachable(definition);
  return Object.keys(definition.nodes)
    .filter((id) => !seen.has(id))
    .map((id) =>
      error(
        'unreachable',
        `nodes.${id}`,
        `no path from "${definition.start}" leads here; link it or remove it`,
      ),
    );
}

/** A loop along `leadsTo`, as the nodes on it, the first again at the end; null where there is none. */
function loopAlong(
  nodes: JourneyDefinition['nodes'],
  leadsTo: (node: JourneyNode, id: string) => readonly string[],
): string[] | null {
  const settled = new Set<string>();
  const walk = (id: string, path: string[]): string[] | null => {
    const node = nodes[id];
    if (node === undefined || settled.has(id)) return null;
    const met = path.indexOf(id);
    if (met >= 0) return [...path.slice(met), id];
    for (const next of leadsTo(node, id)) {
      const loop = walk(next, [...path, id]);
      if (loop !== null) return loop;
    }
    settled.add(id);
    return null;
  };
  for (const id of Object.keys(nodes)) {
    const loop = walk(id, []);
    if (loop !== null) return loop;
  }
  return null;
}

/** Where a node leads without resting. A jump to itself is named apart. */
function atOnce(node: JourneyNode, id: string): readonly string[] {
  if (node.type === 'wait' || node.type === 'wait-for' || node.type === 'survey') return [];
  return successors(node).filter((other) => other !== id || node.type !== 'jump');
}

function endlessLoop(definition: JourneyDefinition): LintFinding[] {
  const loop = loopAlong(definition.nodes, atOnce);
  if (loop === null) return [];
  const message = `the loop ${loop.join(' → ')} never waits; put a wait node into it`;
  return [error('endless-loop', `nodes.${loop[0] ?? ''}`, message)];
}

function jumpsToThemselves({ nodes }: JourneyDefinition): LintFinding[] {
  return Object.entries(nodes).flatMap(([id, node]) =>
    node.type === 'jump' && node.to === id
      ? [error('jump-to-itself', `nodes.${id}.to`, 'this jump leads to itself; name an earlier node')]
      : [],
  );
}

/** Where a node leads without jumping back. */
function onwards(node: JourneyNode): readonly string[] {
  return node.type === 'jump' ? [node.next] : successors(node);
}

function unboundedLoop(definition: JourneyDefinition): LintFinding[] {
  const loop = loopAlong(definition.nodes, onwards);
  if (loop === null) return [];
  const message = `the loop ${loop.join(' → ')} has no bound; close it with a node of type jump, which says how often it may be taken`;
  return [error('unbounded-loop', `nodes.${loop.at(-2) ?? ''}`, message)];
}

/** A loop that never waits is named so, whatever bounds it. */
function badLoops(definition: JourneyDefinition): LintFinding[] {
  const endless = endlessLoop(definition);
  return endless.length > 0 ? endless : unboundedLoop(definition);
}

/** Waits and exits by key where no entry gives one: they would wait for an empty key. */
function missingKeys({ entry, exits, goal, nodes }: JourneyDefinition): LintFinding[] {
  const isKeyed = entry.some((one) => (one.on === 'event' || one.on === 'api') && one.key !== undefined);
  if (isKeyed) return [];
  const message =
    'no entry gives a key to compare with; give an entry of kind event a key, or leave this one out';
  const asked: string[] = [];
  for (const [index, exit] of exits.entries())
    if (exit.on === 'event' && exit.key !== undefined) asked.push(`exits.${index}.key`);
  if (goal?.on === 'event' && goal.key !== undefined) asked.push('goal.key');
  for (const [id, node] of Object.entries(nodes))
    if (node.type === 'wait-for' && node.key !== undefined) asked.push(`nodes.${id}.key`);
  return asked.map((path) => error('no-key', path, message));
}

function unknownJourneys({ id: own, nodes }: JourneyDefinition, { journeys }: LintContext): LintFinding[] {
  if (journeys === undefined) return [];
  return Object.entries(nodes).flatMap(([id, node]) => {
    if (node.type !== 'start' || node.journey === own || journeys.has(node.journey)) return [];
    const known = [...journeys].sort().join(', ') || 'none';
    const message = `there is no journey "${node.journey}"; publish it first. Known journeys: ${known}`;
    return [error('unknown-journey', `nodes.${id}.journey`, message)];
  });
}

function armsAsked(condition: Condition): { node: string; is: string }[] {
  if ('all' in condition) return condition.all.flatMap(armsAsked);
  if ('any' in condition) return condition.any.flatMap(armsAsked);
  if ('not' in condition) return armsAsked(condition.not);
  return 'arm' in condition ? [condition.arm] : [];
}

function unknownArms({ nodes }: JourneyDefinition): LintFinding[] {
  return Object.entries(nodes).flatMap(([id, node]) => {
    const asked = node.type === 'branch' ? node.cases.flatMap(({ when }) => armsAsked(when)) : [];
    return asked.flatMap(({ node: of, is }) => {
      const experiment = nodes[of];
      if (experiment?.type === 'experiment' && experiment.arms.some((arm) => arm.id === is)) return [];
      if (isErrand(experiment) || experiment?.type === 'survey') return [];
      return [error('unknown-arm', `nodes.${id}`, `there is no experiment "${of}" with an arm "${is}"`)];
    });
  });
}

/** A winner by the goal of a journey that has none would never be found. */
function missingGoals({ goal, nodes }: JourneyDefinition): LintFinding[] {
  if (goal !== undefined) return [];
  const message =
    'the winner is to be chosen by the goal, and the journey has none; add a goal, or write metric: order';
  return Object.entries(nodes).flatMap(([id, node]) =>
    node.type === 'experiment' && node.winner?.metric === 'goal'
      ? [error('no-goal', `nodes.${id}.winner.metric`, message)]
      : [],
  );
}

function noEnd(definition: JourneyDefinition): LintFinding[] {
  const seen = reachable(definition);
  const ends = Object.entries(definition.nodes).some(
    ([id, node]) => seen.has(id) && (node.type === 'end' || node.type === 'exit'),
  );
  return ends ? [] : [error('no-end', 'nodes', 'no path reaches an end; add a node of type end')];
}

function unknownTemplates({ nodes }: JourneyDefinition, templates: ReadonlySet<string>): LintFinding[] {
  return Object.entries(nodes).flatMap(([id, node]) => {
    if (!isMessage(node) || node.template === undefined || templates.has(node.template)) return [];
    const known = [...templates].sort().join(', ') || 'none';
    const message = `there is no template "${node.template}"; publish it first. Known templates: ${known}`;
    return [error('unknown-template', `nodes.${id}.template`, message)];
  });
}

function promotional(definition: JourneyDefinition): boolean {
  return Object.values(definition.nodes).some(
    (node) =>
      isMessage(node) && node.channel !== 'webhook' && (node.class ?? definition.class) === 'promotional',
  );
}

function missingSafeguards(definition: JourneyDefinition): LintFinding[] {
  if (!promotional(definition)) return [];
  const findings: LintFinding[] = [];
  const kinds = Object.values(definition.nodes).map((node) => node.type);
  if (!kinds.includes('holdout')) {
    const message =
      'promotional messages without a holdout: its effect cannot be measured; add a holdout node first';
    findings.push({ severity: 'warning', code: 'no-holdout', path: 'nodes', message });
  }
  if (definition.exits.length === 0 && definition.goal === undefined) {
    const message = 'promotional messages go on after an order; add exits or a goal on "Order Completed"';
    findings.push({ severity: 'warning', code: 'no-exit', path: 'exits', message });
  }
  return findings;
}

/** How long a node holds a person at least; a date or a rhythm counts as longer than the window, which it nearly always is. */
function leastWaitMs(node: JourneyNode, windowMs: number): number {
  if (node.type !== 'wait') return 0;
  if (node.for !== undefined) return parseDuration(node.for) ?? 0;
  if (node.until === 'best-hour' || (node.until !== undefined && 'time' in node.until)) return 0;
  return windowMs;
}

/** Paths multiply with branches: after this many nodes the walk for a cap stops looking. */
const MOST_NODES_WALKED = 20_000;

/**
 * Most sends a cap counts on a channel, whose addresses have caps of their own, on one path before the clock has moved by
 * its window; loops count once. Where branches make more paths than can be walked it is the most found on those that were.
 */
function mostSendsWithin(definition: JourneyDefinition, cap: Cap, channel: ConsentChannel): number {
  const windowMs = cap.withinDays * DAY_MS;
  const counts = (node: JourneyNode) =>
    isMessage(node) &&
    node.channel === channel &&
    capCounts(cap, {
      channel,
      class: node.class ?? definition.class,
      topic: node.topic ?? definition.topic,
    });
  let walked = 0;
  const walk = (id: string, elapsed: number, seen: ReadonlySet<string>): number => {
    const node = definition.nodes[id];
    if (node === undefined || seen.has(id) || elapsed >= windowMs) return 0;
    walked += 1;
    if (walked > MOST_NODES_WALKED) return 0;
    const own = counts(node) ? 1 : 0;
    const waited = leastWaitMs(node, windowMs);
    const nextSeen = new Set(seen).add(id);
    return own + Math.max(0, ...successors(node).map((next) => walk(next, elapsed + waited, nextSeen)));
  };
  const starts = Object.keys(definition.nodes).filter((id) => definition.nodes[id]?.type === 'send');
  return Math.max(0, ...starts.map((id) => walk(id, 0, new Set())));
}

function overCap(definition: JourneyDefinition, messages: MessageSettings): LintFinding[] {
  return messages.caps.flatMap((cap) => {
    const sends = Math.max(...CONSENT_CHANNELS.map((channel) => mostSendsWithin(definition, cap, channel)));
    if (sends <= cap.most) return [];
    const what = cap.topic ?? cap.class ?? 'capped';
    const message = `one path sends ${sends} ${what} messages within ${cap.withinDays} days; the cap is ${cap.most}`;
    return [{ severity: 'warning' as const, code: 'over-cap' as const, path: 'nodes', message }];
  });
}

/** Findings of a definition the schema has accepted, errors first. */
export function lintJourney(definition: JourneyDefinition, context: LintContext): LintFinding[] {
  const unknown = unknownNodes(definition);
  const structural = unknown.length > 0 ? unknown : [...unreachableNodes(definition), ...noEnd(definition)];
  return [
    ...structural,
    ...jumpsToThemselves(definition),
    ...badLoops(definition),
    ...missingKeys(definition),
    ...unknownArms(definition),
    ...missingGoals(definition),
    ...unknownJourneys(definition, context),
    ...unknownTemplates(definition, context.templates),
    ...treatmentFindings(definition, context),
    ...segmentFindings(definition, context),
    ...(context.sms === undefined ? [] : channelFindings(definition, context.templates, context.sms)),
    ...missingSafeguards(definition),
    ...overCap(definition, context.messages),
    ...topicFindings(definition, context.messages),
  ];
}
