/** `segments publish`: files of segments are put into force together, and everyone is judged by them. */
import { readAnswer } from '../answers/read.ts';
import { segmentsJudgedSchema, segmentsPublishedSchema } from '../answers/segments.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { Failure } from '../failure.ts';
import { segmentSources } from '../segmentFiles.ts';
import { problemLine } from '../showFailure.ts';
import { count } from '../text/format.ts';
import { fill } from '../words/words.ts';

/** Null where the system is too large to judge everyone within an answer: its waves do. */
async function recompute({ ask, printer }: CommandContext) {
  try {
    const path = '/v1/segments/recompute';
    return await ask({ method: 'POST', path, onProgress: printer.progress });
  } catch (error) {
    if (error instanceof Failure && error.code === 'too-many-customers') return null;
    throw error;
  }
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, language, printer, words } = context;
  const body = {
    sources: await segmentSources(context),
    others: args.flag('replace') ? 'remove' : 'keep',
  };
  const answer = await ask({ method: 'PUT', path: '/v1/segments', body });
  const { version, changed, judges, problems } = readAnswer(segmentsPublishedSchema, answer);
  const isJudged = judges && !args.flag('no-recompute');
  const judged = isJudged ? await recompute(context) : null;
  const done = judged === null ? null : readAnswer(segmentsJudgedSchema, judged);
  if (json) {
    await printer.document({ version, changed, judges, problems, judged });
    return 0;
  }
  const said = words.segments;
  for (const problem of problems) await printer.note(problemLine(problem, words));
  await printer.lines([fill(changed ? said.published : said.unchanged, { version })]);
  if (done !== null)
    await printer.lines([
      fill(said.judged, {
        people: count(done.people, language),
        entered: count(done.entered, language),
        left: count(done.left, language),
      }),
    ]);
  if (judges && done === null) await printer.note(said.judgedLater);
  return 0;
}
