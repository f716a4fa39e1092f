/** Whether sending is stopped, in a line or two. */
import type { SendingAnswer } from '../answers/sending.ts';
import { count, share } from '../text/format.ts';
import type { Language } from '../words/language.ts';
import { fill } from '../words/words.ts';
import type { WordTable } from '../words/wordTable.ts';

export function sendingLines(answer: SendingAnswer, words: WordTable, language: Language): string[] {
  const { stopped, guard } = answer;
  const lines: string[] = [];
  if (stopped !== null) {
    const sentence = stopped.classes === 'all' ? words.sending.stoppedAll : words.sending.stopped;
    lines.push(fill(sentence, { at: stopped.at, by: stopped.by, why: stopped.why }));
  }
  if (guard !== null) {
    const sentence = guard.what === 'complaints' ? words.sending.guardComplaints : words.sending.guardBounces;
    lines.push(
      fill(sentence, {
        at: guard.at,
        rate: share(guard.count / guard.of, language, 2),
        of: count(guard.of, language),
      }),
    );
  }
  return lines.length === 0 ? [words.sending.open] : lines;
}
