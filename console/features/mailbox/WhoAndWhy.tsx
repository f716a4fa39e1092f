/** Who a message is for and why it was decided: the person, the journey that asked, and the gates it passed. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageDetail } from '../../api/types.ts';
import { Link } from '../../app/Link.tsx';
import { customerPath } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import { GateLadder } from '../../parts/GateLadder.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { StageChip } from '../../parts/StageChip.tsx';
import { WhatCameBack } from './WhatCameBack.tsx';
import classes from './WhoAndWhy.module.css';

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.row}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Who({ message }: { message: MessageDetail }) {
  return (
    <div className={classes.who}>
      <Link href={customerPath(message.customerId)} className={classes.person}>
        <span className={classes.name}>{message.customerName ?? message.customerId}</span>
        <Icon name="forward" size={16} />
      </Link>
      <span className={classes.id}>{message.customerId}</span>
      <StageChip stage={message.stage} />
    </div>
  );
}

function Why({ message }: { message: MessageDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { decision } = message;
  const { template, templateVersion: version } = message;
  return (
    <dl className={classes.facts}>
      <Row name={t('why.journey')}>
        {textIn(message.journeyName, format.language)}
        {decision !== null && (
          <span className={classes.aside}>
            {t('why.journeyVersion', { version: decision.journeyVersion })}
          </span>
        )}
      </Row>
      <Row name={t('why.node')}>{message.nodeId}</Row>
      <Row name={t('why.class')}>{wordFor('class', message.class, format.language)}</Row>
      {decision !== null && (
        <Row name={t('why.topic')}>{wordFor('topic', decision.topic, format.language)}</Row>
      )}
      {template !== null && version !== null && (
        <Row name={t('why.template')}>{t('why.templateVersion', { template, version })}</Row>
      )}
      {decision !== null && <Row name={t('why.decided')}>{format.moment(decision.decidedAt)}</Row>}
      <Row name={t('why.settled')}>{format.moment(decision?.settledAt ?? message.at)}</Row>
    </dl>
  );
}

export function WhoAndWhy({ message }: { message: MessageDetail }) {
  const { t } = useTranslation();
  return (
    <aside className={classes.panel} aria-label={t('why.title')}>
      <h2 className={classes.title}>{t('why.title')}</h2>
      <Who message={message} />
      <Why message={message} />
      {message.channel !== 'webhook' && (
        <>
          <h3 className={classes.subtitle}>{t('feedback.title')}</h3>
          <WhatCameBack feedback={message.feedback} invented={message.feedbackInvented} />
        </>
      )}
      <h3 className={classes.subtitle}>{t('why.gates')}</h3>
      {message.decision === null ? (
        <p className={classes.gone}>{t('why.noDecision')}</p>
      ) : (
        <GateLadder decision={message.decision} />
      )}
    </aside>
  );
}
