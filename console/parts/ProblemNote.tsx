/** A problem shown where the answer would have stood, with what the server said of it and a way to ask again. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/fetchJson.ts';
import { Icon } from './Icon.tsx';
import classes from './ProblemNote.module.css';

interface ProblemNoteProps {
  readonly problem: Error;
  readonly onAgain: () => void;
}

export function ProblemNote({ problem, onAgain }: ProblemNoteProps) {
  const { t } = useTranslation();
  const known = problem instanceof ApiProblem ? problem : null;
  const sentence = () => {
    if (known === null) return t('frame.broken');
    if (known.code === 'unreachable') return t('problem.unreachable');
    if (known.status === 404) return t('problem.not-found');
    return t('problem.refused', { title: problem.message });
  };
  return (
    <div className={classes.note} role="alert">
      <Icon name="alert" size={20} />
      <div className={classes.words}>
        <strong>{sentence()}</strong>
        {known !== null && known.code !== 'unreachable' && <span>{known.detail}</span>}
        <code>{known?.code ?? problem.message}</code>
      </div>
      <Button variant="default" size="xs" onClick={onAgain}>
        {t('frame.again')}
      </Button>
    </div>
  );
}
