/** What two replays come to, as a table: one row a node and outcome that differs, and the cost of all. */
import type { CommandContext } from '../context.ts';
import { count, decimal } from '../text/format.ts';
import { table } from '../text/table.ts';
import type { Language } from '../words/language.ts';
import { fill, wordFor } from '../words/words.ts';
import type { Compared, NodeDifference, ReplayDifference } from './compareReplays.ts';

type Say = Pick<CommandContext, 'words' | 'language'>;

function signed(change: number, text: string): string {
  return change > 0 ? `+${text}` : text;
}

function counted({ running, planned, change }: Compared, language: Language): string[] {
  return [count(running, language), count(planned, language), signed(change, count(change, language))];
}

const DIGITS = 4;

function dollars({ running, planned, change }: Compared, language: Language): string[] {
  const text = (value: number) => decimal(value, language, DIGITS);
  return [text(running), text(planned), signed(change, text(change))];
}

function nodeRows({ sent, heldOut, suppressed, usd }: NodeDifference, { words, language }: Say): string[][] {
  const { plan } = words;
  const reasons = Object.entries(suppressed).map(([reason, one]) => {
    const label = fill(plan.suppressed, { reason: wordFor(words, 'reason', reason) });
    return { label, one, cells: counted(one, language) };
  });
  const rows = [
    { label: plan.sent, one: sent, cells: counted(sent, language) },
    { label: plan.heldOut, one: heldOut, cells: counted(heldOut, language) },
    ...reasons,
    { label: plan.cost, one: usd, cells: dollars(usd, language) },
  ];
  return rows.filter(({ one }) => one.change !== 0).map(({ label, cells }) => [label, ...cells]);
}

export function replayLines({ nodes, usd }: ReplayDifference, say: Say): string[] {
  const { plan } = say.words;
  if (nodes.length === 0 && usd.change === 0) return [plan.noDifference];
  const rows = nodes.flatMap((one) => {
    let place = `${one.journey} ${one.node}`;
    return nodeRows(one, say).map((row) => {
      const cells = [place, ...row];
      place = '';
      return cells;
    });
  });
  const right = [plan.running, plan.planned, plan.difference].map((title) => ({
    title,
    align: 'right' as const,
  }));
  return table(
    [{ title: '' }, { title: '' }, ...right],
    [...rows, [plan.total, plan.cost, ...dollars(usd, say.language)]],
  );
}
