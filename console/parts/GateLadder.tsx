/**
 * The ladder of gates a decision climbed: each passed or stopped, with its evidence in one sentence, and the outcome as
 * the last rung. Where a gate stopped it, the ladder ends there.
 */
import { useTranslation } from 'react-i18next';
import type { DecisionView, Gate } from '../api/types.ts';
import { useFormat } from '../format/useFormat.ts';
import { wordFor } from '../i18n/words.ts';
import classes from './GateLadder.module.css';
import { gateDetail } from './gateDetail.ts';
import { Icon } from './Icon.tsx';
import { OutcomeMark } from './OutcomeMark.tsx';

function Rung({ gate }: { gate: Gate }) {
  const { t } = useTranslation();
  const format = useFormat();
  const detail = gateDetail(gate, format);
  return (
    <li className={classes.rung} data-passed={gate.passed}>
      <span className={classes.node}>
        <Icon name={gate.passed ? 'check' : 'stop'} size={12} />
      </span>
      <span className={classes.words}>
        <span className={classes.gate}>
          {wordFor('gate', gate.gate, format.language)}
          <span className={gate.passed ? 'visually-hidden' : classes.stopped}>
            {' '}
            {gate.passed ? t('why.passed') : t('why.stopped')}
          </span>
        </span>
        <span className={classes.detail}>{detail}</span>
      </span>
    </li>
  );
}

function Ending({ decision }: { decision: DecisionView }) {
  const format = useFormat();
  const reason = decision.reason === null ? null : wordFor('reason', decision.reason, format.language);
  const { t } = useTranslation();
  const waitsUntil = decision.outcome === 'pending' ? (decision.dueAt ?? null) : null;
  const when =
    waitsUntil === null
      ? format.moment(decision.settledAt ?? decision.decidedAt)
      : t('why.nextChance', { when: format.moment(waitsUntil) });
  return (
    <li className={classes.ending}>
      <OutcomeMark outcome={decision.outcome} />
      <span className={classes.detail}>
        {reason !== null && decision.outcome !== 'sent' ? `${reason} · ` : ''}
        {when}
      </span>
    </li>
  );
}

export function GateLadder({ decision }: { decision: DecisionView }) {
  const { t } = useTranslation();
  const gates = decision.evidence?.gates ?? [];
  return (
    <ol className={classes.ladder} aria-label={t('why.gates')}>
      {gates.map((gate) => (
        <Rung key={gate.gate} gate={gate} />
      ))}
      {gates.length === 0 && <li className={classes.none}>{t('why.noGates')}</li>}
      <Ending decision={decision} />
    </ol>
  );
}
