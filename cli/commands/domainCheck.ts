/** `domain check`: what DNS says of a domain that sends mail, and the records to add. Exit 1 where something is wrong. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { pairs } from '../text/table.ts';
import { fill } from '../words/words.ts';

const recordSchema = z.object({ name: z.string(), type: z.string(), value: z.string() });
const domainSchema = z.looseObject({
  domain: z.string(),
  ok: z.boolean(),
  findings: z.array(
    z.looseObject({
      check: z.string(),
      level: z.enum(['ok', 'warn', 'fail']),
      text: z.object({ en: z.string(), 'zh-CN': z.string() }),
      found: z.string().nullable(),
      record: recordSchema.nullable(),
    }),
  ),
});
type Finding = z.infer<typeof domainSchema>['findings'][number];

function linesOf(
  { check, level, text, found, record }: Finding,
  { words, language }: CommandContext,
): string[] {
  const { domain } = words;
  const mend = record === null ? null : `${record.name}  ${record.type}  ${record.value}`;
  return [
    `${domain[level]}  ${check.toUpperCase()}  ${text[language]}`,
    ...(level === 'ok'
      ? []
      : pairs(
          [
            [domain.found, found],
            [domain.add, mend],
          ],
          '  ',
        )),
  ];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { args, ask, json, printer, words } = context;
  const options = [
    ['selector', args.list('selector')?.join(',')],
    ['return-path', args.text('return-path')],
    ['provider', args.text('provider')],
  ].flatMap(([name = '', value]) => (value === undefined ? [] : [[name, value]]));
  const path = `/v1/domains/${encodeURIComponent(args.operand())}/check`;
  const answer = await ask({ method: 'GET', path, query: Object.fromEntries(options) });
  const { domain, ok, findings } = readAnswer(domainSchema, answer);
  if (json) await printer.document(answer);
  else {
    const count = findings.filter(({ level }) => level === 'fail').length;
    const wrong = count === 1 ? words.domain.wrong_one : words.domain.wrong_other;
    await printer.lines([
      ...findings.flatMap((one) => linesOf(one, context)),
      '',
      fill(ok ? words.domain.fine : wrong, { domain, count }),
    ]);
  }
  return ok ? 0 : 1;
}
