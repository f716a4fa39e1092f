/**
 * What a page says was changed. The address of the page names fields alone; what is said of them is what is in force now, so
 * an address somebody made up tells nothing that is not so.
 */
import { isPaused } from '../../core/customer/preferenceChange.ts';
import { paceName } from '../../core/customer/preferred.ts';
import type { Asked } from './asked.ts';
import { html, type Part } from './html.ts';
import type { TopicRow } from './topics.ts';
import { pageWords } from './words/words.ts';

function topicNotices({ words }: Asked, rows: readonly TopicRow[], codes: ReadonlySet<string>): string[] {
  const { preferences: say } = words;
  const changed = rows.flatMap((row) =>
    row.cells
      .filter(({ field }) => codes.has(field))
      .map(({ isOn, channel }) => ({ isOn, what: words.named(row.name, channel) })),
  );
  const listed = (isOn: boolean) =>
    changed
      .filter((one) => one.isOn === isOn)
      .map(({ what }) => what)
      .join(words.comma);
  const [on, off] = [listed(true), listed(false)];
  return [...(on === '' ? [] : [say.nowOn(on)]), ...(off === '' ? [] : [say.nowOff(off)])];
}

function wishNotices({ words, subject, dates, now }: Asked, codes: ReadonlySet<string>): string[] {
  const { preferences: say } = words;
  const { inForce } = subject.own;
  const said: string[] = [];
  if (codes.has('pace')) said.push(say.nowPace(say.paces[paceName(inForce.pace) ?? 'all']));
  if (codes.has('pause'))
    said.push(isPaused(inForce, now) ? say.nowPaused(dates.day(inForce.pausedUntil ?? now)) : say.nowGoingOn);
  if (codes.has('tracking')) said.push(inForce.tracking ? say.nowTracked : say.nowUntracked);
  if (codes.has('profiling')) said.push(inForce.profiling === false ? say.nowUnprofiled : say.nowProfiled);
  return said;
}

/** Null where the address names nothing. */
export function savedNotice(asked: Asked, rows: readonly TopicRow[], saved: string | null): Part {
  if (saved === null) return null;
  const { words, language } = asked;
  const { preferences: say } = words;
  if (saved === 'none') return say.nothingChanged;
  const codes = new Set(saved.split(',', 50));
  const isAllOff = rows.every((row) => row.cells.every(({ isOn }) => !isOn));
  const said = [
    ...topicNotices(asked, rows, codes),
    ...(codes.has('everything') && isAllOff ? [say.nowAllOff] : []),
    ...wishNotices(asked, codes),
    ...(codes.has('language') ? [say.nowLanguage(pageWords(language).language)] : []),
    ...(codes.has('reason') ? [say.thanksForReason] : []),
  ];
  return said.length === 0 ? null : html`<strong>${say.savedTitle}</strong> ${said.join(' ')}`;
}
