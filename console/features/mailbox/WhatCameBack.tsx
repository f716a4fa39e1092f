/** What came back about a message: each thing once, by time, a person's doing apart from a machine's. */
import { useTranslation } from 'react-i18next';
import type { FeedbackView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { cameBack, FEEDBACK_ICONS, isBad } from '../../parts/feedback.ts';
import { Icon } from '../../parts/Icon.tsx';
import classes from './WhatCameBack.module.css';

const MACHINES: ReadonlySet<string> = new Set(['openedByMachine', 'clickedByMachine']);

interface WhatCameBackProps {
  readonly feedback: FeedbackView | null;
  /** True where a provider is played: nobody has received the message. */
  readonly invented: boolean;
}

export function WhatCameBack({ feedback, invented }: WhatCameBackProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const told = cameBack(feedback);
  return (
    <>
      {told.length === 0 ? (
        <p className={classes.note}>{t('feedback.none')}</p>
      ) : (
        <ul className={classes.list}>
          {told.map(({ kind, at }) => (
            <li key={kind} className={classes.item} data-bad={isBad(kind)}>
              <Icon name={FEEDBACK_ICONS[kind]} size={16} />
              <span className={classes.what}>{wordFor('feedbackKind', kind, format.language)}</span>
              <time dateTime={at}>{format.moment(at)}</time>
            </li>
          ))}
        </ul>
      )}
      {feedback?.bounceDetail != null && (
        <p className={classes.note} lang="en">
          {feedback.bounceDetail}
        </p>
      )}
      {told.some(({ kind }) => MACHINES.has(kind)) && (
        <p className={classes.note}>{t('feedback.machineNote')}</p>
      )}
      {invented && <p className={classes.note}>{t('feedback.invented')}</p>}
    </>
  );
}
