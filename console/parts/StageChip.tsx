/** A lifecycle stage: the only thing in the console that a hue stands for, always with its name. */
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/i18n.ts';
import { wordFor } from '../i18n/words.ts';
import classes from './StageChip.module.css';

export function StageChip({ stage, size = 'normal' }: { stage: string | null; size?: 'normal' | 'large' }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <span className={classes.chip} data-stage={stage ?? 'none'} data-size={size}>
      <span className={classes.dot} />
      {stage === null ? t('customer.noStage') : wordFor('stage', stage, language)}
    </span>
  );
}
