/** `loyalty simulate`: two programmes over the same orders, of the shop or of a file. */
import { parseIso } from '../../core/time.ts';
import {
  readProgrammeFile,
  SHIPPED_LOYALTY,
  simulateFile,
  UnusableProgramme,
} from '../../local/loyalty/simulateFile.ts';
import { loyaltySimulationSchema } from '../answers/loyalty.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { loyaltySimulationLines } from '../draw/loyaltySimulationLines.ts';
import { misuse } from '../failure.ts';
import { orderOptions, readingFile } from '../modelOptions.ts';

/** Thresholds of `--tier`. Throws `Failure` of misuse. */
function thresholdsOf({ args }: CommandContext): Record<string, number> {
  const given = (args.text('tier') ?? '').split(',').filter((one) => one !== '');
  return Object.fromEntries(
    given.map((one) => {
      const [, tier = '', from = ''] = /^([a-z][a-z0-9-]*)=(\d{1,15})$/.exec(one) ?? [];
      if (tier !== '') return [tier, Number(from)];
      throw misuse(`--tier "${one}" names no tier and threshold.`, {
        field: '--tier',
        remedy: 'Write it as gold=50000, in minor units or points.',
      });
    }),
  );
}

async function definitionOf(file: string) {
  try {
    return await readProgrammeFile(file);
  } catch (error) {
    if (!(error instanceof UnusableProgramme)) throw error;
    const problems = error.problems.map(({ path, message, line }) => ({ path, message, line }));
    throw misuse(`${error.message}.`, { field: '--definition', problems });
  }
}

async function overFile(context: CommandContext, orders: string): Promise<unknown> {
  const { args, pathOf } = context;
  const named = args.text('definition');
  const definition = await definitionOf(named === undefined ? SHIPPED_LOYALTY : pathOf(named));
  const until = parseIso(args.text('until') ?? '');
  const span = { zone: 'UTC', until };
  const simulated = await readingFile('--orders', () =>
    simulateFile(definition, thresholdsOf(context), orderOptions(context, orders), span),
  );
  if (simulated !== null) return simulated;
  const known = definition.tiers.map(({ id, from }) => `${id}=${from}`).join(', ');
  throw misuse('A tier of --tier is unknown, or its threshold is not between those beside it.', {
    field: '--tier',
    remedy: `The programme has ${known}.`,
  });
}

const OF_FILES = ['map', 'currency', 'date-format', 'reject-file'] as const;

async function overShop(context: CommandContext): Promise<unknown> {
  const { args, ask } = context;
  for (const name of OF_FILES) {
    if (args.text(name) !== undefined)
      throw misuse(`--${name} belongs to --orders.`, { field: `--${name}`, remedy: 'Give both.' });
  }
  const file = args.text('definition');
  const source = file === undefined ? {} : { source: await readDefinition(context, file) };
  const until = args.text('until');
  const body = { tiers: thresholdsOf(context), ...source, ...(until === undefined ? {} : { until }) };
  return ask({ method: 'POST', path: '/v1/loyalty/simulations', body });
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, json, printer } = context;
  const orders = args.text('orders');
  const answer = await (orders === undefined ? overShop(context) : overFile(context, orders));
  if (json) await printer.document(answer);
  else await printer.lines(loyaltySimulationLines(context, readAnswer(loyaltySimulationSchema, answer)));
  return 0;
}
