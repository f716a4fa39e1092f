/** How a file of rows is read, whatever the rows are: options of every import. */
import type { OptionSpec } from './args/spec.ts';

export const READING_OPTIONS: readonly OptionSpec[] = [
  { name: 'dry-run', help: 'Read and check, and write nothing.' },
  {
    name: 'date-format',
    value: 'ORDER',
    oneOf: ['dmy', 'mdy', 'ymd'],
    help: 'How dates that begin with a day or month are meant.',
  },
  { name: 'encoding', value: 'E', help: 'Encoding of the file. Default: recognised.' },
  { name: 'reject-file', value: 'FILE', help: 'Where rejected rows go, each with its reason.' },
];
