/** The rhythm of one customer's orders, and in words whether the next one is late. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { type Rhythm, rhythmOf } from './rhythm.ts';
import classes from './RhythmStrip.module.css';

function limitDaysOf(evidence: CustomerDetail['evidence']): number | null {
  const limit = evidence?.['limitDays'];
  return typeof limit === 'number' && Number.isFinite(limit) ? limit : null;
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

function useSentence(rhythm: Rhythm | null, orders: number): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (rhythm === null) return t('customer.rhythmNone');
  const days = format.count(rhythm.daysSinceLast);
  if (rhythm.overDays === null) {
    const first = format.day(rhythm.firstIso);
    return t('customer.rhythmPlain', { count: orders, shown: format.count(orders), first });
  }
  if (rhythm.overDays > 0) return t('customer.rhythmLate', { days, over: format.count(rhythm.overDays) });
  return t('customer.rhythmUsual', { days, limit: format.count(rhythm.daysSinceLast - rhythm.overDays) });
}

function Drawing({ rhythm }: { rhythm: Rhythm }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { usual, now } = rhythm;
  return (
    <div className={classes.strip} aria-hidden="true">
      <div className={classes.axis} />
      {usual !== null && (
        <>
          <div
            className={classes.usual}
            style={{ left: percent(usual.from), width: percent(usual.to - usual.from) }}
          />
          <span
            className={classes.limit}
            data-side={usual.to > 0.7 ? 'left' : 'right'}
            style={{ left: percent(usual.to) }}
          >
            {t('customer.usualUntil', { day: format.day(usual.untilIso) })}
          </span>
        </>
      )}
      {rhythm.ticks.map((at) => (
        <span key={at} className={classes.tick} style={{ left: percent(at) }} />
      ))}
      {now !== null && (
        <span className={classes.now} style={{ left: percent(now) }}>
          <span>{t('customer.now')}</span>
        </span>
      )}
      <span className={classes.first}>{format.day(rhythm.firstIso)}</span>
    </div>
  );
}

export function RhythmStrip({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const [nowMs] = useState(() => Date.now());
  const purchases = customer.ordersList.filter(({ amountMinor }) => amountMinor >= 0);
  const rhythm = rhythmOf({
    orders: purchases.map(({ at }) => at),
    limitDays: limitDaysOf(customer.evidence),
    nowMs,
  });
  const sentence = useSentence(rhythm, purchases.length);
  return (
    <section className={classes.rhythm} aria-label={t('customer.rhythm')}>
      <p className={classes.sentence}>
        <b>{t('customer.rhythm')}</b> {sentence}
      </p>
      {rhythm !== null && <Drawing rhythm={rhythm} />}
    </section>
  );
}
