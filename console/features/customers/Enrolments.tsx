/** The journeys one person is in or has been through, and how each ended. */
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, EnrolmentView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import { enrolmentWords } from './enrolmentWords.ts';
import classes from './Records.module.css';

function Enrolment({ enrolment }: { enrolment: EnrolmentView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key = '' } = enrolment;
  const inside = enrolment.status === 'active';
  const ended = enrolment.endReason === null ? null : wordFor('ended', enrolment.endReason, format.language);
  const said = enrolmentWords(enrolment, format);
  return (
    <li className={classes.record}>
      <div className={classes.line}>
        <b>{textIn(enrolment.journeyName, format.language)}</b>
        {key !== '' && <span className={classes.tag}>{key}</span>}
        {enrolment.heldOut && (
          <span className={classes.tag} data-dashed="true">
            {t('customer.heldOutHere')}
          </span>
        )}
        <span className={classes.tag} data-strong={inside}>
          {inside ? t('customer.active') : (ended ?? enrolment.status)}
        </span>
      </div>
      <p className={classes.sub}>{said.join(' · ')}</p>
    </li>
  );
}

export function Enrolments({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  if (customer.enrolments.length === 0) return <p className={classes.none}>{t('customer.noEnrolments')}</p>;
  return (
    <ul className={classes.records}>
      {customer.enrolments.map((enrolment) => (
        <Enrolment
          key={`${enrolment.journeyId}-${enrolment.key}-${enrolment.enteredAt}`}
          enrolment={enrolment}
        />
      ))}
    </ul>
  );
}
