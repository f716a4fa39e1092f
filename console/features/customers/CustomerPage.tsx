/** One customer: where the relationship stands, what happened, and every message decided about with its reason. */
import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomer } from '../../api/queries.ts';
import type { CustomerDetail } from '../../api/types.ts';
import { Link } from '../../app/Link.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { ContactCard } from './ContactCard.tsx';
import { CustomerHeader } from './CustomerHeader.tsx';
import classes from './CustomerPage.module.css';
import { Decisions } from './Decisions.tsx';
import { Enrolments } from './Enrolments.tsx';
import { hasIdentity, IdentityCard } from './IdentityCard.tsx';
import { RhythmStrip } from './RhythmStrip.tsx';
import { Timeline } from './Timeline.tsx';

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.card} aria-label={title}>
      <h2 className={classes.cardTitle}>{title}</h2>
      {children}
    </section>
  );
}

function Waiting() {
  return (
    <div className={classes.waiting} aria-busy="true">
      <Skeleton height={22} width="30%" />
      <Skeleton height={12} width="60%" />
      <Skeleton height={120} radius="md" />
    </div>
  );
}

function Details({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.summary}>
        <CustomerHeader customer={customer} />
        <div className={classes.rhythm}>
          <RhythmStrip customer={customer} />
        </div>
      </div>
      <div className={classes.columns}>
        <Card title={t('customer.timeline')}>
          <Timeline customer={customer} />
        </Card>
        <div className={classes.side}>
          <Card title={t('customer.decisions')}>
            <Decisions customer={customer} />
          </Card>
          <Card title={t('customer.enrolments')}>
            <Enrolments customer={customer} />
          </Card>
          {hasIdentity(customer) && (
            <Card title={t('customer.identity')}>
              <IdentityCard customer={customer} />
            </Card>
          )}
          <Card title={t('customer.contact')}>
            <ContactCard customer={customer} />
          </Card>
        </div>
      </div>
    </>
  );
}

export default function CustomerPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useCustomer(id);
  return (
    <div className={classes.page}>
      <Link href="/customers" className={classes.back}>
        <Icon name="back" size={16} />
        {t('customers.title')}
      </Link>
      {query.isPending && <Waiting />}
      {query.error !== null && <ProblemNote problem={query.error} onAgain={() => void query.refetch()} />}
      {query.data !== undefined && <Details customer={query.data} />}
    </div>
  );
}
