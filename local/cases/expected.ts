/** What a case expects, with its times as instants, and whether something decided is what a line expects. */
import { canonicalJson } from '../../core/canonicalJson.ts';
import { type Instant, MINUTE_MS } from '../../core/time.ts';
import type { GivenExpectation } from './caseParts.ts';
import type { Decided, DecidedSend } from './decided.ts';

/** One line of `expect` but `nothing`. */
export interface Expected {
  readonly at: Instant;
  readonly customer: string;
  readonly line: GivenExpectation;
}

/** Exact to the minute: whatever seconds a case gives to its start, waves run on whole minutes. */
export function isSameMinute(a: Instant, b: Instant): boolean {
  return Math.floor(a / MINUTE_MS) === Math.floor(b / MINUTE_MS);
}

/** A field that is not given may be anything. */
function fits<T>(wanted: T | undefined, actual: T | null): boolean {
  return wanted === undefined || wanted === actual;
}

export function outcomeWanted({ outcome, reason }: GivenExpectation): DecidedSend['outcome'] {
  return outcome ?? (reason === undefined ? 'sent' : 'suppressed');
}

function isWhatIsSaid(line: GivenExpectation, decided: Decided): boolean {
  switch (decided.kind) {
    case 'send':
      return (
        line.send === decided.node &&
        outcomeWanted(line) === decided.outcome &&
        fits(line.reason, decided.reason) &&
        fits(line.template, decided.template) &&
        fits(line.channel, decided.channel) &&
        fits(line.journey, decided.journey) &&
        fits(line.key, decided.key)
      );
    case 'ends':
      return (
        line.ends === decided.reason &&
        fits(line.by, decided.by) &&
        fits(line.journey, decided.journey) &&
        fits(line.key, decided.key)
      );
    case 'enters':
      return line.enters === decided.journey && fits(line.key, decided.key);
    case 'refuses':
      return line.refuses === decided.journey && fits(line.reason, decided.reason);
    case 'gives':
      return (
        line.gives === decided.node &&
        fits(line.arm, decided.arm) &&
        fits(line.journey, decided.journey) &&
        fits(line.key, decided.key)
      );
    case 'task':
      return line.task === decided.node && fits(line.journey, decided.journey) && fits(line.key, decided.key);
    case 'trait':
      return line.trait !== undefined && canonicalJson(line.trait) === canonicalJson(decided.traits);
  }
}

export function isExpected({ at, customer, line }: Expected, decided: Decided): boolean {
  return customer === decided.customer && isSameMinute(at, decided.at) && isWhatIsSaid(line, decided);
}
