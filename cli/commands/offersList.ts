/** `offers list`: the offers in force, what each gives, and the ladders. */
import type { Offer } from '../../core/offer/definition.ts';
import { offerText } from '../../core/offer/offerText.ts';
import { offersAnswer, reportAnswer } from '../answers/offers.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { duration, money } from '../text/format.ts';
import { table } from '../text/table.ts';
import { fill, wordFor } from '../words/words.ts';

function row({ language, words }: CommandContext, offer: Offer, currency: string | null): string[] {
  const { id, valid, code } = offer;
  const said = offerText(offer, (one, minor) => money(minor, currency, one))[language];
  const days = valid.forAfterGrant ?? null;
  const kind = wordFor(words, 'codeKind', code.kind);
  const codeText = code.kind === 'shared' ? code.code : code.kind === 'pool' ? `${kind} ${code.pool}` : kind;
  return [id, said, codeText, days === null ? words.offers.noEnd : duration(days, language)];
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words } = context;
  const answer = await ask({ method: 'GET', path: '/v1/offers' });
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const { version, definition } = readAnswer(offersAnswer, answer);
  const { offers } = words;
  if (definition === null) {
    await printer.note(offers.none);
    return 0;
  }
  const { currency } = readAnswer(reportAnswer, await ask({ method: 'GET', path: '/v1/offers/report' }));
  const columns = [offers.offer, offers.text, offers.code, offers.days].map((title) => ({ title }));
  const rows = definition.offers.map((offer) => row(context, offer, currency));
  const ladders = definition.ladders.map(({ id, rungs }) =>
    fill(offers.ladder, { id, rungs: rungs.join(' < ') }),
  );
  await printer.lines([fill(offers.heading, { version }), '', ...table(columns, rows), '', ...ladders]);
  return 0;
}
