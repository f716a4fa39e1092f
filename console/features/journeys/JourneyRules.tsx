/** Who a journey lets in, what ends it, what it is for and who may come again: one line each. */
import { useTranslation } from 'react-i18next';
import type { JourneyDefinition } from '../../api/journeyTypes.ts';
import { useFormat } from '../../format/useFormat.ts';
import { phrasesIn } from '../../i18n/words.ts';
import classes from './JourneysPage.module.css';
import { entryWords, exitWords, reentryWords } from '../../phrases/triggerWords.ts';

export function JourneyRules({ definition }: { definition: JourneyDefinition }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const { entry, exits, goal, reentry } = definition;
  const { semicolon } = phrasesIn(language).phrase;
  const rules = [
    [t('journeys.enters'), entry.map((one) => entryWords(one, language))],
    [t('journeys.leaves'), exits.map((one) => exitWords(one, language))],
    [t('journeys.goal'), goal === undefined ? [] : [exitWords(goal, language)]],
    [t('journeys.reentry'), [reentryWords(reentry, language)]],
  ] as const;
  return (
    <dl className={classes.rules}>
      {rules
        .filter(([, said]) => said.length > 0)
        .map(([title, said]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{said.join(semicolon)}</dd>
          </div>
        ))}
    </dl>
  );
}
