/**
 * `journeys migrate`: people in flight taken over to another version of their journey, page by page; `--preview` says who
 * would move and who would stay. A call that was cut off is repeated.
 */
import { migrationPageSchema, migrationPreviewSchema, type MigrationRow } from '../answers/plan.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { count } from '../text/format.ts';
import { people } from '../text/people.ts';
import { fill } from '../words/words.ts';

/** Throws `Failure` of code `misuse` for a part that is no pair. */
function mapOf({ args }: CommandContext): Record<string, string> {
  const pairs = (args.list('map') ?? []).map((part) => {
    const [old = '', now = '', ...more] = part.split('=').map((id) => id.trim());
    if (old !== '' && now !== '' && more.length === 0) return [old, now] as const;
    throw misuse(`--map must be OLD=NEW; "${part}" is not.`, {
      field: '--map',
      remedy: 'Name a node of the old version and one of the new: --map old-reminder=reminder.',
    });
  });
  return Object.fromEntries(pairs);
}

function rowLine(row: MigrationRow, version: number, context: CommandContext): string {
  const { migrate } = context.words;
  const sentence = row.to === null ? migrate.stays : migrate.moves;
  return fill(sentence, {
    people: people(row.people, context),
    node: row.node,
    version: row.version,
    to: row.to ?? version,
  });
}

async function preview(context: CommandContext, path: string, body: object): Promise<ExitCode> {
  const { ask, args, json, printer, words } = context;
  const answer = await ask({ method: 'POST', path, body: { ...body, preview: true } });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { to, rows } = readAnswer(migrationPreviewSchema, answer);
  const journey = args.operand();
  if (rows.length === 0) await printer.lines([fill(words.migrate.nobody, { journey, to })]);
  else
    await printer.lines([
      fill(words.migrate.preview, { journey, to }),
      ...rows.map((row) => `  ${rowLine(row, to, context)}`),
      words.migrate.none,
    ]);
  return 0;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, args, json, printer, words, language } = context;
  const journey = args.operand();
  const path = `/v1/journeys/${encodeURIComponent(journey)}/migrations`;
  const to = args.whole('to');
  const body = { ...(to === undefined ? {} : { to }), map: mapOf(context) };
  if (args.flag('preview')) return preview(context, path, body);
  const done = { moved: 0, stayed: 0, missed: 0 };
  let version = to ?? 0;
  let cursor: string | null = null;
  do {
    const page: unknown = await ask({ method: 'POST', path, body: { ...body, cursor } });
    const read = readAnswer(migrationPageSchema, page);
    done.moved += read.moved;
    done.stayed += read.stayed;
    done.missed += read.missed;
    version = read.to;
    cursor = read.next;
    printer.progress({ done: 0, what: fill(words.migrate.moving, { count: count(done.moved, language) }) });
  } while (cursor !== null);
  if (json) await printer.document({ journey, to: version, ...done });
  else if (done.moved + done.stayed + done.missed === 0)
    await printer.lines([fill(words.migrate.nobody, { journey, to: version })]);
  else {
    const { migrate } = words;
    const who = (value: number) => people(value, context);
    await printer.lines([
      fill(migrate.moved, { journey, people: who(done.moved), to: version }),
      ...(done.stayed === 0 ? [] : [fill(migrate.stayed, { people: who(done.stayed) })]),
      ...(done.missed === 0 ? [] : [fill(migrate.missed, { people: who(done.missed) })]),
    ]);
  }
  return done.missed === 0 ? 0 : 1;
}
