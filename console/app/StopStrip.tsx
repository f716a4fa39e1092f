/** Says under the bar of every room that messages are held, by whom and why; nothing while they go out. */
import { useTranslation } from 'react-i18next';
import { useSending } from '../api/queries.ts';
import type { Sending } from '../api/types.ts';
import { Icon } from '../parts/Icon.tsx';
import classes from './StopStrip.module.css';

function useSentences({ stopped, guard }: Sending): string[] {
  const { t } = useTranslation();
  const sentences: string[] = [];
  if (stopped !== null) {
    const { by, why } = stopped;
    sentences.push(
      stopped.classes === 'all' ? t('frame.stoppedAll', { by, why }) : t('frame.stopped', { by, why }),
    );
  }
  if (guard !== null) {
    const { count, of } = guard;
    const values = { count, of };
    sentences.push(
      guard.what === 'complaints' ? t('frame.guardComplaints', values) : t('frame.guardBounces', values),
    );
  }
  return sentences;
}

function Strip({ sending }: { sending: Sending }) {
  const sentences = useSentences(sending);
  return (
    <output className={classes.strip}>
      <Icon name="shield" size={16} />
      <div>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
    </output>
  );
}

export function StopStrip() {
  const { data } = useSending();
  return data === undefined || data.sending ? null : <Strip sending={data} />;
}
