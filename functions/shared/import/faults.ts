/** Faults of whole rows that every file format shares. */
import { unreadable } from '../../../core/customer/import/rowFault.ts';
import { LONGEST_LINE } from './lineSplitter.ts';

export const TOO_LONG = unreadable(
  'row-too-long',
  `is longer than ${LONGEST_LINE} characters`,
  'check that the file has line ends and that no quote is left open',
);

export const DAMAGED_TEXT = unreadable(
  'damaged-text',
  'is not valid in the encoding of the file',
  'save the file as UTF-8, or give its encoding with --encoding (gbk, latin1, …)',
);
