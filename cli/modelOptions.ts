/** The options the model commands share, read and checked together: which file, up to when, in which unit. */
import { utcDay, type UtcDay, parseIso } from '../core/time.ts';
import type { Cohort, TimeUnit } from '../local/value/cohort.ts';
import {
  cohortBefore,
  NothingReadable,
  type OrderOptions,
  summarisedCohort,
} from '../local/value/openCohort.ts';
import type { CommandContext } from './context.ts';
import { misuse } from './failure.ts';
import { usingFile } from './unusableFile.ts';
import { fill } from './words/words.ts';

/** The UTC day of an option of kind `date`; null where it is not given. */
export function dayOf({ args }: CommandContext, option: string): UtcDay | null {
  const at = parseIso(args.text(option) ?? '');
  return at === null ? null : utcDay(at);
}

export function unitOf({ args }: CommandContext): TimeUnit {
  return args.text('unit') === 'day' ? 'day' : 'week';
}

function dateFormatOf({ args }: CommandContext): OrderOptions['dateFormat'] {
  const given = args.text('date-format');
  return given === 'dmy' || given === 'mdy' || given === 'ymd' ? given : null;
}

/** The options of a file of orders. */
export function orderOptions(context: CommandContext, file: string): OrderOptions {
  const { args, pathOf } = context;
  const rejects = args.text('reject-file');
  const currency = args.text('currency') ?? null;
  if (currency !== null && !/^[A-Z]{3}$/.test(currency))
    throw misuse(`--currency is a three-letter ISO 4217 code such as USD, not "${currency}".`, {
      field: '--currency',
    });
  return {
    file: pathOf(file),
    map: args.text('map') ?? null,
    rejectFile: rejects === undefined ? null : pathOf(rejects),
    currency,
    dateFormat: dateFormatOf(context),
    now: Date.now(),
  };
}

/** Runs a reading; a file of which nothing can be read is misuse that names its first rows. */
export async function readingFile<Read>(field: string, read: () => Promise<Read>): Promise<Read> {
  return usingFile(field, async () => {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof NothingReadable)) throw error;
      const problems = error.rows.map(({ line, field: column, value, problem, remedy }) => ({
        path: column ?? 'row',
        message: `${value === '' ? '' : `"${value}" `}${problem}; ${remedy}`,
        line,
      }));
      const remedy =
        problems.length === 0
          ? 'Export it again with its rows.'
          : 'Mend the rows, or name the columns with --map.';
      throw misuse(`${error.message}.`, { field, remedy, problems });
    }
  });
}

function refuseBoth({ args }: CommandContext): void {
  const [orders, summary] = [args.text('orders'), args.text('summary')];
  if (orders !== undefined && summary !== undefined)
    throw misuse('--orders and --summary are two ways to say the same; give one of them.', {
      field: '--summary',
    });
  if (orders === undefined && summary === undefined)
    throw misuse('There is nothing to read: give --orders FILE with --until DATE, or --summary FILE.', {
      field: '--orders',
    });
  if (orders !== undefined && args.text('until') === undefined)
    throw misuse('--orders needs --until DATE.', {
      field: '--until',
      remedy: 'Give the day after the last one observed, for example 2026-01-01.',
    });
  if (summary !== undefined && args.text('until') !== undefined)
    throw misuse('--until belongs to --orders: a summary has its own end, T.', { field: '--until' });
}

/** The customers of `--orders` or `--summary`, in `knownUnit` where parameters say one. Throws `Failure` of misuse. */
export async function cohortOf(
  context: CommandContext,
  isDiscrete: boolean,
  knownUnit: TimeUnit | null = null,
): Promise<Cohort> {
  refuseBoth(context);
  const { args } = context;
  const [orders, summary] = [args.text('orders'), args.text('summary')];
  const unit = knownUnit ?? unitOf(context);
  const untilDay = dayOf(context, 'until');
  if (orders !== undefined && untilDay !== null)
    return readingFile('--orders', () => cohortBefore(orderOptions(context, orders), untilDay, unit));
  const options = orderOptions(context, summary ?? '');
  return readingFile('--summary', () => summarisedCohort(options, unit, isDiscrete));
}

/** What reading had to say, on standard error. */
export async function tellNotes({ printer, words }: CommandContext, notes: readonly string[]): Promise<void> {
  for (const note of notes) await printer.note(fill(words.import.note, { note }));
}
