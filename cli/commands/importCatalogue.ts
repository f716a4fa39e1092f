/** `import catalogue`: reads a file of products here, and puts the catalogue it makes in the place of the one there is. */
import * as z from 'zod';
import { type CatalogueRead, readCatalogue } from '../../local/import/readCatalogue.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { count } from '../text/format.ts';
import { pairs } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';

const answerSchema = z.looseObject({
  version: z.number(),
  items: z.number(),
  priced: z.number(),
  costed: z.number(),
  stocked: z.number(),
  categorised: z.number(),
  durable: z.number(),
  backInStock: z.number().default(0),
  cheaper: z.number().default(0),
});

/** Throws `Failure` of misuse where the file or an option cannot be used. */
function read({ args, pathOf }: CommandContext): Promise<CatalogueRead> {
  const file = pathOf(args.operand());
  const [map, encoding, rejects] = [args.text('map'), args.text('encoding'), args.text('reject-file')];
  return usingFile('FILE', () =>
    readCatalogue({
      file,
      currency: args.required('currency'),
      rejectFile: rejects === undefined ? `${file}.rejects.ndjson` : pathOf(rejects),
      ...(map === undefined ? {} : { map }),
      ...(encoding === undefined ? {} : { encoding }),
    }),
  );
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words, language } = context;
  const { catalogue, rejected, rejectFile, notes } = await read(context);
  const isDry = args.flag('dry-run');
  const answer = isDry ? null : await ask({ method: 'PUT', path: '/v1/catalogue', body: catalogue });
  if (json) {
    const put = isDry ? { items: catalogue.items.length } : readAnswer(answerSchema, answer);
    await printer.document({ ...put, rejected, rejectFile, notes });
    return 0;
  }
  const { catalogue: said } = words;
  const put = isDry ? null : readAnswer(answerSchema, answer);
  await printer.lines(
    pairs([
      [said.items, count(catalogue.items.length, language)],
      [said.priced, put === null ? null : count(put.priced, language)],
      [said.costed, put === null ? null : count(put.costed, language)],
      [said.stocked, put === null ? null : count(put.stocked, language)],
      [said.categorised, put === null ? null : count(put.categorised, language)],
      [said.durable, put === null ? null : count(put.durable, language)],
      [said.backInStock, put === null ? null : count(put.backInStock, language)],
      [said.cheaper, put === null ? null : count(put.cheaper, language)],
      [words.import.rejected, count(rejected, language)],
      [words.import.rejectFile, rejectFile],
    ]),
  );
  for (const note of notes) await printer.note(fill(words.import.note, { note }));
  if (isDry) await printer.note(words.import.dry);
  return 0;
}
