/** Whether what a definition gives is there to be given, and whether anybody is told of it. */
import { isMessage, type JourneyDefinition, type JourneyNode, successors } from './definition.ts';
import type { LintFinding } from './lintFinding.ts';
import { journeyOfCampaign } from './treatmentNodes.ts';

/** What is published; what is absent is not checked. Whoever is to get an offer that is not there gets none, and goes on otherwise. */
export interface KnownTreatments {
  /** Published journeys that `start` may name, and those of campaigns. */
  readonly journeys?: ReadonlySet<string>;
  readonly offers?: ReadonlySet<string>;
  readonly ladders?: ReadonlySet<string>;
}

function unknown(
  code: LintFinding['code'],
  path: string,
  what: string,
  name: string,
  known: ReadonlySet<string>,
  severity: LintFinding['severity'] = 'error',
): LintFinding {
  const names = [...known].sort().join(', ') || 'none';
  const message = `there is no ${what} "${name}"; publish it first. Known: ${names}`;
  return { severity, code, path, message };
}

/** Whether a way on from a node comes to a message. */
function leadsToMessage({ nodes }: JourneyDefinition, from: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node: JourneyNode | undefined = nodes[id];
    if (node === undefined || seen.has(id)) continue;
    if (isMessage(node)) return true;
    seen.add(id);
    open.push(...successors(node));
  }
  return false;
}

function findingsOf(
  definition: JourneyDefinition,
  id: string,
  node: JourneyNode,
  { journeys, offers, ladders }: KnownTreatments,
): LintFinding[] {
  const path = `nodes.${id}`;
  if (node.type === 'campaign') {
    const campaigns = new Set([...(journeys ?? [])].filter((name) => name.startsWith(journeyOfCampaign(''))));
    if (journeys === undefined || campaigns.has(journeyOfCampaign(node.campaign))) return [];
    return [unknown('unknown-campaign', `${path}.campaign`, 'campaign', node.campaign, campaigns)];
  }
  if (node.type !== 'offer') return [];
  const findings: LintFinding[] = [];
  const { offer, ladder } = node;
  if (offer !== undefined && offers?.has(offer) === false)
    findings.push(unknown('unknown-offer', `${path}.offer`, 'offer', offer, offers, 'warning'));
  if (ladder !== undefined && ladders?.has(ladder) === false)
    findings.push(unknown('unknown-ladder', `${path}.ladder`, 'ladder', ladder, ladders, 'warning'));
  if (!leadsToMessage(definition, node.next)) {
    const message = 'whoever is given this is never told: no message follows; send one after it';
    findings.push({ severity: 'warning', code: 'untold-offer', path, message });
  }
  return findings;
}

export function treatmentFindings(definition: JourneyDefinition, known: KnownTreatments): LintFinding[] {
  return Object.entries(definition.nodes).flatMap(([id, node]) => findingsOf(definition, id, node, known));
}
