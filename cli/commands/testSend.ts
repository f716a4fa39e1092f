/** `test-send`: a template, or all of a journey, to colleagues. Exit 1 when one was not sent. */
import { readAnswer } from '../answers/read.ts';
import { testSendSchema } from '../answers/template.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { eventAsked } from '../templateEvent.ts';
import { table } from '../text/table.ts';
import { wordFor } from '../words/words.ts';

/** Throws `Failure` where it is not one template or one journey, to one kind of address. */
function asked(context: CommandContext): object {
  const { args, words } = context;
  const [template] = args.operands;
  const [journey, to, seedList] = [args.text('journey'), args.list('to'), args.text('seed-list')];
  if ((template === undefined) === (journey === undefined))
    throw misuse(words.templates.oneOrJourney, { field: 'TEMPLATE' });
  if ((to === undefined) === (seedList === undefined))
    throw misuse(words.templates.toOrSeeds, { field: '--to' });
  const [customer, locale] = [args.text('customer'), args.text('locale')];
  return {
    ...(template === undefined ? { journey } : { template }),
    ...(to === undefined ? { seedList } : { to }),
    ...(customer === undefined ? {} : { customer }),
    ...(locale === undefined ? {} : { locale }),
    ...eventAsked(context),
  };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words } = context;
  const answer = await ask({ method: 'POST', path: '/v1/test-sends', body: asked(context) });
  const { items } = readAnswer(testSendSchema, answer);
  if (json) await printer.document(answer);
  else {
    const { template, language, to, outcome } = words.templates;
    const rows = items.map((one) => [
      one.template,
      one.locale,
      one.to,
      [wordFor(words, 'outcome', one.outcome), one.reason ?? '']
        .filter((part) => part !== '')
        .join(words.list.colon),
    ]);
    await printer.lines(
      table(
        [template, language, to, outcome].map((title) => ({ title })),
        rows,
      ),
    );
  }
  return items.every((one) => one.outcome === 'sent') ? 0 : 1;
}
