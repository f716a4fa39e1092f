/** What happened to one person, newest first, day by day, in words. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useJourneys } from '../../api/queries.ts';
import type { CustomerDetail, FactView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn } from '../../i18n/words.ts';
import { Icon } from '../../parts/Icon.tsx';
import { OutcomeTexture } from '../../parts/OutcomeMark.tsx';
import { type FactReader, factWords } from './factWords.ts';
import classes from './Timeline.module.css';
import { timelineOf } from './timelineOf.ts';

const SHOWN_AT_FIRST = 40;

function useJourneyName(customer: CustomerDetail): (id: string) => string {
  const { language } = useFormat();
  const journeys = useJourneys().data?.items ?? [];
  return (id) => {
    const name =
      journeys.find((journey) => journey.id === id)?.name ??
      customer.enrolments.find(({ journeyId }) => journeyId === id)?.journeyName;
    return name === undefined ? id : textIn(name, language);
  };
}

interface EntryProps extends Pick<FactReader, 'customerId' | 'journeyName' | 'templateOf'> {
  readonly fact: FactView;
}

function Entry({ fact, customerId, journeyName, templateOf }: EntryProps) {
  const format = useFormat();
  const words = factWords(fact, { ...format, customerId, journeyName, templateOf });
  return (
    <li className={classes.entry}>
      <span className={classes.mark} data-icon={words.icon} data-outcome={words.outcome !== undefined}>
        {words.outcome === undefined ? (
          <Icon name={words.icon} size={14} />
        ) : (
          <OutcomeTexture outcome={words.outcome} />
        )}
      </span>
      <span className={classes.words}>
        <span>{words.title}</span>
        {words.detail !== null && <span className={classes.detail}>{words.detail}</span>}
      </span>
      <time className={classes.time} dateTime={fact.at}>
        {format.clock(fact.at)}
      </time>
    </li>
  );
}

export function Timeline({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const journeyName = useJourneyName(customer);
  const templateOf = (id: string) =>
    customer.decisions.find((decision) => decision.id === id)?.template ?? null;
  const [all, setAll] = useState(false);
  const facts = timelineOf(customer);
  const shown = all ? facts : facts.slice(0, SHOWN_AT_FIRST);
  if (facts.length === 0) return <p className={classes.none}>{t('customer.noTimeline')}</p>;
  return (
    <div className={classes.timeline}>
      {format.byDay(shown).map(({ key, first, items }) => (
        <section key={key} className={classes.dayGroup}>
          <h3 className={classes.day}>{format.day(first)}</h3>
          <ol>
            {items.map((fact, index) => (
              <Entry
                key={`${fact.at}-${fact.kind}-${index}`}
                fact={fact}
                customerId={customer.id}
                journeyName={journeyName}
                templateOf={templateOf}
              />
            ))}
          </ol>
        </section>
      ))}
      {shown.length < facts.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('customer.showAll', { shown: format.count(facts.length) })}
        </Button>
      )}
    </div>
  );
}
