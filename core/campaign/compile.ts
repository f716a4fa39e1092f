/**
 * A campaign as the journey it runs as. Whoever was let in and is no longer meant when their turn comes leaves at once; then the
 * holdout, the variants, the messages with what lies between them. Who is in no test waits for its winner at a second experiment,
 * whose arms are the same: so decisions, ledger, `why`, caps, quiet hours, consent and simulation are those of every journey.
 */
import { type JourneyDefinition, type JourneyNode, journeySchema } from '../journey/definition.ts';
import type { Condition } from '../journey/condition.ts';
import type { EntryTrigger } from '../journey/triggers.ts';
import { type CampaignDefinition, type CampaignMessage, journeyIdOf, variantsOf } from './definition.ts';

/** Nodes with a meaning of their own; messages are `<variant>-<n>`. */
export const HOLDOUT_NODE = 'holdout';
export const VARIANT_NODE = 'variant';
export const WINNER_NODE = 'winner';
/** The arm of whoever is in no test. */
export const REST = 'rest';

export const STILL_MEANT = 'still-meant';
export const LEFT = 'not-meant-any-more';
const END = 'end';

type Nodes = Record<string, JourneyNode>;

/** The first node of a variant's messages. */
function addMessages(nodes: Nodes, variant: string, messages: readonly CampaignMessage[]): string {
  for (const [n, { after, ...message }] of messages.entries()) {
    const id = `${variant}-${n + 1}`;
    const isLast = n === messages.length - 1;
    if (after !== undefined) nodes[`${id}-wait`] = { type: 'wait', for: after, next: id };
    nodes[id] = {
      type: 'send',
      ...message,
      refused: 'wait',
      next: isLast ? END : `${variant}-${n + 2}-wait`,
    };
  }
  return `${variant}-1`;
}

/** Shares of weights that add up to 1; the last has what is left, so that they add up exactly. */
function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((all, one) => all + one, 0);
  const shares = weights.map((weight) => weight / sum);
  const others = shares.slice(0, -1).reduce((all, one) => all + one, 0);
  return [...shares.slice(0, -1), 1 - others];
}

/** The variant nobody else has a claim to: what the others get where nothing is shown. */
export function fallbackOf(definition: CampaignDefinition): string {
  return definition.test?.fallback ?? variantsOf(definition)[0]?.id ?? '';
}

function addVariants(nodes: Nodes, definition: CampaignDefinition): string {
  const variants = variantsOf(definition);
  const starts = variants.map(({ id, messages }) => ({ id, next: addMessages(nodes, id, messages) }));
  const [only] = starts;
  if (starts.length === 1 && only !== undefined) return only.next;
  const shares = sharesOf(variants.map(({ weight }) => weight));
  const { test } = definition;
  if (test === undefined) {
    nodes[VARIANT_NODE] = {
      type: 'experiment',
      arms: starts.map((arm, n) => ({ ...arm, share: shares[n] ?? 0 })),
    };
    return VARIANT_NODE;
  }
  const inTest = starts.map((arm, n) => ({ ...arm, share: test.share * (shares[n] ?? 0) }));
  nodes[VARIANT_NODE] = {
    type: 'experiment',
    arms: [
      ...inTest,
      { id: REST, share: 1 - inTest.reduce((sum, { share }) => sum + share, 0), next: WINNER_NODE },
    ],
  };
  const fallback = fallbackOf(definition);
  nodes[WINNER_NODE] = {
    type: 'experiment',
    decidedBy: 'campaign',
    arms: starts.map((arm) => ({ ...arm, share: arm.id === fallback ? 1 : 0 })),
  };
  return VARIANT_NODE;
}

/** Whom it is for, as it is looked at again when the first message is due; null where a call names them. */
export function stillMeant({ segment, audience }: CampaignDefinition): Condition | null {
  if (audience !== undefined) return audience;
  return segment === undefined ? null : { segment };
}

function addAudience(nodes: Nodes, definition: CampaignDefinition, next: string): string {
  const when = stillMeant(definition);
  if (when === null) return next;
  nodes[STILL_MEANT] = { type: 'branch', cases: [{ when, next }], otherwise: LEFT };
  nodes[LEFT] = { type: 'exit', reason: 'left the segment before the first message' };
  return STILL_MEANT;
}

/** Re-entry under one key: of runs each has its own, so it is asked about calls without one alone. */
function reentryOf({ schedule }: CampaignDefinition): JourneyDefinition['reentry'] {
  return schedule.on === 'call' ? schedule.again : 'never';
}

/**
 * The journey of a campaign whose holdout is settled. `entry`: how people come in; by the campaign alone unless it is replayed.
 * Throws where the schema of journeys refuses what came out, which no valid campaign brings about.
 */
export function compileCampaign(
  definition: CampaignDefinition,
  entry: readonly EntryTrigger[] = [{ on: 'campaign' }],
): JourneyDefinition {
  const { id, name, description, topic, priority, holdout = 0, goal, exits } = definition;
  const nodes: Nodes = {};
  const first = addVariants(nodes, definition);
  nodes[END] = { type: 'end' };
  if (holdout > 0) nodes[HOLDOUT_NODE] = { type: 'holdout', share: holdout, next: first };
  const start = addAudience(nodes, definition, holdout > 0 ? HOLDOUT_NODE : first);
  return journeySchema.parse({
    id: journeyIdOf(id),
    name,
    ...(description === undefined ? {} : { description }),
    topic,
    class: definition.class,
    priority,
    entry,
    reentry: reentryOf(definition),
    exits,
    ...(goal === undefined ? {} : { goal }),
    start,
    nodes,
  });
}
