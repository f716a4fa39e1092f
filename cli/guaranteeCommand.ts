/** `guarantees` in the table of commands. */
import type { CommandSpec } from './args/spec.ts';
import { NAMED_GUARDS } from './guards.ts';

export const GUARANTEE_COMMAND: CommandSpec = {
  name: 'guarantees',
  summary: 'Measure the promises Perennial makes, under injected faults. Exit 1 on any miss.',
  operands: [],
  options: [
    { name: 'full', help: 'The full counts (hours) instead of the quick ones (minutes), and the mutations.' },
    { name: 'seed', value: 'N', kind: 'whole', help: 'Seed of chance. The same seed gives the same worlds.' },
    { name: 'only', value: 'ROWS', help: 'Only these rows, with commas between: R1,R4,S2.' },
    {
      name: 'without',
      value: 'GUARD',
      help: 'Take this guard out first: the rows that rest on it then fail.',
    },
  ],
  notes: [
    'It runs the tests of the sources beside it; an installation without them says so. Nothing of a data folder is touched, and nothing leaves.',
    'docs/guarantees.md says what each row promises.',
  ],
  list: { title: 'Guards:', rows: NAMED_GUARDS.map(({ name, what }) => [name, what]) },
  examples: ['perennial guarantees', 'perennial guarantees --only R1,R4 --without claim-condition'],
  onlyHere: true,
  load: () => import('./commands/guarantees.ts'),
};
