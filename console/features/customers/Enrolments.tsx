/** The journeys one person is in or has been through, and how each ended. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, EnrolmentView } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { phrasesIn, textIn, wordFor } from '../../i18n/words.ts';
import { eventWords } from '../../phrases/conditionWords.ts';
import { nameOf, stepTitle } from '../../phrases/stepWords.ts';
import classes from './Records.module.css';

type Format = ReturnType<typeof useFormat>;

/** Where a passage stands: the step it is at, and what it waits for until when. */
function placeOf({ nodeId, node, resting, dueAt }: EnrolmentView, format: Format, t: TFunction): string[] {
  const named =
    node == null ? nodeId : stepTitle(nodeId, node, { language: format.language, journeyName: nameOf });
  const place = node == null || node.type === 'send' ? nameOf(nodeId) : named;
  if (dueAt === null) return [place];
  const when = format.moment(dueAt);
  if (resting === true && node?.type === 'wait-for') {
    const events = eventWords(node.event, format.language, phrasesIn(format.language).phrase.or);
    return [t('customer.waitingFor', { events, when })];
  }
  return [place, t('customer.nextStep', { when })];
}

function Enrolment({ enrolment }: { enrolment: EnrolmentView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key = '', entry = 1, round = 0, arms = {} } = enrolment;
  const inside = enrolment.status === 'active';
  const ended = enrolment.endReason === null ? null : wordFor('ended', enrolment.endReason, format.language);
  const said = [
    t('customer.entered', { when: format.day(enrolment.enteredAt) }),
    entry > 1 ? t('customer.passage', { entry: format.count(entry) }) : null,
    ...(inside ? placeOf(enrolment, format, t) : []),
    round > 0 ? t('customer.round', { round: format.count(round + 1) }) : null,
    ...Object.entries(arms).map(([node, arm]) => t('customer.arm', { node: nameOf(node), arm })),
    enrolment.endedAt === null ? null : t('customer.ended', { when: format.day(enrolment.endedAt) }),
    enrolment.endDetail === null ? null : wordFor('event', enrolment.endDetail, format.language),
  ].filter((part) => part !== null);
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
        <Enrolment key={`${enrolment.journeyId}-${enrolment.enteredAt}`} enrolment={enrolment} />
      ))}
    </ul>
  );
}
