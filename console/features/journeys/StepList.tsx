/** Every step of a journey in words, in the order of the drawing: what the drawing has no room for. */
import { useTranslation } from 'react-i18next';
import type { JourneyView } from '../../api/journeyTypes.ts';
import classes from './JourneysPage.module.css';
import { inOrder } from './stepsOf.ts';
import { nameOf, partingWords, stepLine, type StepReader } from '../../phrases/stepWords.ts';

export function StepList({ journey, reader }: { journey: JourneyView; reader: StepReader }) {
  const { t } = useTranslation();
  return (
    <details className={classes.words}>
      <summary>{t('journeys.inWords')}</summary>
      <ol>
        {inOrder(journey).map(({ id, node }) => {
          const parting = partingWords(node, reader);
          return (
            <li key={id}>
              <b>{nameOf(id)}</b> {stepLine(id, node, reader)}
              {parting.length > 0 && (
                <ul>
                  {parting.map((words) => (
                    <li key={words}>{words}</li>
                  ))}
                </ul>
              )}
            </li>
          );
        })}
      </ol>
    </details>
  );
}
