/** What stands in for a room while the server prepares or does not answer. It goes by itself: health is asked again. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/i18n.ts';
import { doingInWords } from '../i18n/words.ts';
import classes from './Preparing.module.css';

const SECOND_MS = 1_000;

function useSeconds(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setSeconds((before) => before + 1), SECOND_MS);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}

/** `doing` is what the server says it is busy with; `answering` is false where it says nothing at all. */
export function Preparing({ doing, answering }: { doing: string | null; answering: boolean }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const seconds = useSeconds();
  return (
    <div className={classes.preparing}>
      <div className={classes.bands} aria-hidden="true">
        <span data-stage="identification" />
        <span data-stage="development" />
        <span data-stage="stability" />
        <span data-stage="decline" />
      </div>
      <h2>{answering ? t('preparing.title') : t('preparing.unreachableTitle')}</h2>
      <p>{answering ? t('preparing.body') : t('preparing.unreachable')}</p>
      {answering && (
        <p className={classes.doing}>
          <output>{doing === null ? t('preparing.starting') : doingInWords(doing, language)}</output>
          <span className="tabular">{t('preparing.since', { seconds })}</span>
        </p>
      )}
    </div>
  );
}
