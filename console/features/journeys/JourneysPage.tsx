/** The journeys in force: what each does, from the top down, and how many people are inside. */
import { Skeleton } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useJourneys } from '../../api/queries.ts';
import type { JourneyView } from '../../api/journeyTypes.ts';
import { Link } from '../../app/Link.tsx';
import { navigate, withQuery } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import classes from './JourneysPage.module.css';
import { JourneyRules } from './JourneyRules.tsx';
import { layoutSteps } from './layoutSteps.ts';
import { MiniGraph } from './MiniGraph.tsx';
import { StepList } from './StepList.tsx';
import { stepsOf } from './stepsOf.ts';

/** A wider drawing has the width of the page. */
const WIDEST_IN_A_COLUMN = 400;

function JourneyCard({ journey, nameOf }: { journey: JourneyView; nameOf: (id: string) => string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = format;
  const name = textIn(journey.name, language);
  const { inside } = journey;
  const drawing = useMemo(() => layoutSteps(stepsOf(journey)), [journey]);
  const reader = { language, journeyName: nameOf };
  const about = new Set([
    wordFor('class', journey.class, language),
    wordFor('topic', journey.topic, language),
    t('journeys.version', { version: journey.version }),
  ]);
  return (
    <article className={classes.card} data-wide={drawing.width > WIDEST_IN_A_COLUMN}>
      <header>
        <h2>{name}</h2>
        <p className={classes.about}>{[...about].join(' · ')}</p>
        <p className={classes.inside} data-nobody={inside === 0}>
          <Icon name="people" size={16} />
          {inside === 0
            ? t('journeys.nobody')
            : t('journeys.inside', { count: inside, shown: format.count(inside) })}
        </p>
        <JourneyRules definition={journey.definition} />
      </header>
      <div className={classes.graph}>
        <MiniGraph drawing={drawing} byNode={journey.byNode} name={name} reader={reader} />
      </div>
      <StepList journey={journey} reader={reader} />
      <footer>
        <Link href={withQuery('/mailbox', { journey: journey.id })}>{t('journeys.messages')}</Link>
      </footer>
    </article>
  );
}

function Cards({ query }: { query: ReturnType<typeof useJourneys> }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  if (query.isPending)
    return (
      <div className={classes.cards} aria-busy="true">
        <Skeleton height={380} radius="md" />
        <Skeleton height={380} radius="md" />
        <Skeleton height={380} radius="md" />
      </div>
    );
  if (query.error !== null) return <ProblemNote problem={query.error} onAgain={() => void query.refetch()} />;
  if (query.data.items.length === 0)
    return (
      <EmptyState
        sentence={t('journeys.empty')}
        action={{ words: t('frame.toMailbox'), run: () => navigate('/mailbox') }}
        ghost={{ rows: 5, rowHeightPx: 64 }}
      />
    );
  const { items } = query.data;
  const nameOf = (id: string) => {
    const known = items.find((journey) => journey.id === id);
    return known === undefined ? id : textIn(known.name, language);
  };
  return (
    <div className={classes.cards}>
      {items.map((journey) => (
        <JourneyCard key={journey.id} journey={journey} nameOf={nameOf} />
      ))}
    </div>
  );
}

export default function JourneysPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const query = useJourneys();
  const total = query.data?.items.length ?? null;
  return (
    <div className={classes.page}>
      {total !== null && total > 0 && (
        <p className={classes.count}>{t('journeys.total', { count: total, shown: format.count(total) })}</p>
      )}
      <Cards query={query} />
    </div>
  );
}
