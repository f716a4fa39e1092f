/** The option `--date-format` of commands that read files here. */
import { type DateFormat, dateFormatOf } from '../core/customer/import/orderDate.ts';
import type { Arguments } from './args/arguments.ts';

export function dateFormatIn(args: Arguments): DateFormat | null {
  const format = args.text('date-format');
  return format === undefined ? null : dateFormatOf(format);
}
