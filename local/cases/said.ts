/**
 * Lines of a case in one shape, whether they were expected or decided, as people and programs are shown them: of what was
 * expected only the fields that were given, and of what was decided the evidence as well.
 */
import { withGateText } from '../../functions/management/views/gateText.ts';
import type { JsonObject } from '../../core/json.ts';
import { isoInstant } from '../../core/time.ts';
import type { Decided } from './decided.ts';
import { type Expected, outcomeWanted } from './expected.ts';
import type { DiffLine } from './match.ts';

interface Head {
  /** ISO, UTC. */
  readonly at: string;
  readonly customer: string;
  readonly key?: string;
  readonly journey?: string;
}

export type Said =
  | (Head & {
      readonly kind: 'send';
      readonly node: string;
      readonly outcome: string;
      readonly reason?: string;
      readonly template?: string;
      readonly channel?: string;
      readonly decidedAt?: string;
      readonly evidence?: JsonObject;
    })
  | (Head & { readonly kind: 'enters'; readonly journey: string })
  | (Head & { readonly kind: 'ends'; readonly reason: string; readonly by?: string })
  | (Head & {
      readonly kind: 'refuses';
      readonly journey: string;
      readonly reason?: string;
      readonly by?: string;
    })
  | (Head & { readonly kind: 'gives'; readonly node: string; readonly arm?: string })
  | (Head & { readonly kind: 'task'; readonly node: string })
  | (Head & { readonly kind: 'trait'; readonly traits: JsonObject });

export type SaidDiff = { readonly sign: DiffLine['sign']; readonly said: Said };

/** Without the fields that say nothing. */
function given<T extends object>(fields: T): { [Name in keyof T]?: Exclude<T[Name], undefined | null> };
function given(fields: object): object {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''),
  );
}

export function saidOfExpected({ at, customer, line }: Expected): Said {
  const { journey, key, reason, by, template, channel } = line;
  const head = { at: isoInstant(at), customer, ...given({ key, journey }) };
  if (line.send !== undefined) {
    const outcome = outcomeWanted(line);
    return { ...head, kind: 'send', node: line.send, outcome, ...given({ reason, template, channel }) };
  }
  if (line.ends !== undefined) return { ...head, kind: 'ends', reason: line.ends, ...given({ by }) };
  if (line.refuses !== undefined)
    return { ...head, kind: 'refuses', journey: line.refuses, ...given({ reason }) };
  if (line.gives !== undefined)
    return { ...head, kind: 'gives', node: line.gives, ...given({ arm: line.arm }) };
  if (line.task !== undefined) return { ...head, kind: 'task', node: line.task };
  if (line.trait !== undefined) return { ...head, kind: 'trait', traits: line.trait };
  return { ...head, kind: 'enters', journey: line.enters ?? '' };
}

export function saidOfDecided(decided: Decided): Said {
  const at = isoInstant(decided.at);
  const { customer } = decided;
  if (decided.kind === 'trait') return { kind: 'trait', at, customer, traits: decided.traits };
  const head = { at, customer, journey: decided.journey, ...given({ key: decided.key }) };
  switch (decided.kind) {
    case 'send': {
      const { node, outcome, reason, template, channel, evidence } = decided;
      const decidedAt = isoInstant(decided.decidedAt);
      const more = given({ reason, template, channel, decidedAt, evidence: withGateText(evidence) });
      return { ...head, kind: 'send', node, outcome, ...more };
    }
    case 'enters':
      return { ...head, kind: 'enters' };
    case 'ends':
      return { ...head, kind: 'ends', reason: decided.reason, ...given({ by: decided.by }) };
    case 'gives':
      return { ...head, kind: 'gives', node: decided.node, arm: decided.arm };
    case 'task':
      return { ...head, kind: 'task', node: decided.node };
    case 'refuses':
      return { ...head, kind: 'refuses', reason: decided.reason, ...given({ by: decided.by }) };
  }
}

export function saidOfDiff(line: DiffLine): SaidDiff {
  return {
    sign: line.sign,
    said: line.sign === '-' ? saidOfExpected(line.expected) : saidOfDecided(line.decided),
  };
}
