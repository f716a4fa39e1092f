/** What came back about a message, in a mark and a word: the most telling of it. */
import type { FeedbackView } from '../api/types.ts';
import { useFormat } from '../format/useFormat.ts';
import { wordFor } from '../i18n/words.ts';
import { FEEDBACK_ICONS, isBad, mostTelling } from './feedback.ts';
import classes from './FeedbackMark.module.css';
import { Icon } from './Icon.tsx';

export function FeedbackMark({ feedback }: { feedback: FeedbackView | null }) {
  const { language } = useFormat();
  const kind = mostTelling(feedback);
  if (kind === null) return null;
  return (
    <span className={classes.mark} data-bad={isBad(kind)}>
      <Icon name={FEEDBACK_ICONS[kind]} size={14} />
      {wordFor('feedbackShort', kind, language)}
    </span>
  );
}
