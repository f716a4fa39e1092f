/** Options that replays of recorded history have in common. */
import type { OptionSpec } from './args/spec.ts';

/** The period, its end exclusive. */
export function periodOptions(fromHelp = 'First day.'): readonly OptionSpec[] {
  return [
    { name: 'from', value: 'DATE', kind: 'date', required: true, help: fromHelp },
    {
      name: 'to',
      value: 'DATE',
      kind: 'date',
      required: true,
      help: 'The period ends at 00:00 UTC of this day.',
    },
  ];
}

/** Chance, and what is assumed of people of whom nothing is recorded. */
export const ASSUMPTION_OPTIONS: readonly OptionSpec[] = [
  {
    name: 'seed',
    value: 'N',
    kind: 'whole',
    help: 'Seed of chance. The same seed gives the same bytes.',
  },
  {
    name: 'assume-reachable',
    value: 'CHANNELS',
    oneOf: ['email', 'sms'],
    list: true,
    help: 'Assume an address where none is known.',
  },
  {
    name: 'assume-consent',
    value: 'TOPICS',
    help: 'Assume consent to these topics where none is recorded.',
  },
];
