/** Every message decided for one person with its outcome; one opens to the ladder of gates it climbed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, DecisionView } from '../../api/types.ts';
import { Link } from '../../app/Link.tsx';
import { withQuery } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { FeedbackMark } from '../../parts/FeedbackMark.tsx';
import { GateLadder } from '../../parts/GateLadder.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { OutcomeMark } from '../../parts/OutcomeMark.tsx';
import classes from './Records.module.css';

const SHOWN_AT_FIRST = 8;

function Decision({ decision }: { decision: DecisionView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const reason = decision.reason === null ? null : wordFor('reason', decision.reason, format.language);
  return (
    <li className={classes.record}>
      <button type="button" className={classes.opener} aria-expanded={open} onClick={() => setOpen(!open)}>
        <OutcomeMark outcome={decision.outcome} />
        <span className={classes.main}>
          {decision.channel === 'webhook' ? decision.url : decision.template}
        </span>
        <span className={classes.cameBack}>
          <FeedbackMark feedback={decision.feedback} />
        </span>
        <time dateTime={decision.decidedAt}>{format.day(decision.decidedAt)}</time>
        <span className={classes.chevron} data-open={open}>
          <Icon name="forward" size={14} />
        </span>
        <span className="visually-hidden">{t('customer.whyNot')}</span>
      </button>
      {reason !== null && decision.outcome !== 'sent' && <p className={classes.reason}>{reason}</p>}
      {open && (
        <div className={classes.opened}>
          <GateLadder decision={decision} />
        </div>
      )}
    </li>
  );
}

export function Decisions({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  const { decisions } = customer;
  const newestFirst = [...decisions].sort((a, b) => Date.parse(b.decidedAt) - Date.parse(a.decidedAt));
  const shown = all ? newestFirst : newestFirst.slice(0, SHOWN_AT_FIRST);
  if (decisions.length === 0) return <p className={classes.none}>{t('customer.noDecisions')}</p>;
  return (
    <>
      <ul className={classes.records}>
        {shown.map((decision) => (
          <Decision key={decision.id} decision={decision} />
        ))}
      </ul>
      <p className={classes.foot}>
        {shown.length < decisions.length && (
          <button type="button" className={classes.all} onClick={() => setAll(true)}>
            {t('customer.showAll', { shown: format.count(decisions.length) })}
          </button>
        )}
        {decisions.some(({ outcome }) => outcome === 'sent') && (
          <Link href={withQuery('/mailbox', { customer: customer.id })}>{t('customer.readAll')}</Link>
        )}
      </p>
    </>
  );
}
