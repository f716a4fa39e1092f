/** `coupons import`: puts codes of a file into a pool. Exit 1 where a line was rejected. */
import { poolAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { readDefinition } from '../definitionFiles.ts';
import { count } from '../text/format.ts';
import { fill, wordFor } from '../words/words.ts';

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words, language } = context;
  const [pool = '', file = ''] = args.operands;
  const body = { source: await readDefinition(context, file) };
  const answer = await ask({ method: 'POST', path: `/v1/coupon-pools/${encodeURIComponent(pool)}`, body });
  const { rejects, ...counts } = readAnswer(poolAnswer, answer);
  if (json) await printer.document(answer);
  else {
    const { accepted, duplicates, rejected, free } = counts;
    const told = Object.fromEntries(
      Object.entries({ accepted, duplicates, rejected, free }).map(([name, value]) => [
        name,
        count(value, language),
      ]),
    );
    for (const { line, code, problem } of rejects)
      await printer.note(
        fill(words.offers.reject, { line, code, problem: wordFor(words, 'codeProblem', problem) }),
      );
    await printer.lines([fill(words.offers.imported, { pool, ...told })]);
  }
  return counts.rejected === 0 ? 0 : 1;
}
