/** What is noticed on the way to the API, in words. */
import { cleanText } from './text/clean.ts';
import type { Notice } from './transport.ts';
import { fill } from './words/words.ts';
import type { WordTable } from './words/wordTable.ts';

export function noticeText(notice: Notice, { notice: words }: WordTable): string {
  switch (notice.kind) {
    case 'stale-lock':
      return fill(notice.why === 'dead' ? words.staleDead : words.staleSilent, { pid: notice.pid });
    case 'preparing':
      return cleanText(fill(words.preparing, { doing: notice.doing ?? words.starting }));
  }
}
