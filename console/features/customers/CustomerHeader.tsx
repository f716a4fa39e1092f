/** Who this is and where the relationship stands: the stage with its evidence in one sentence, and the figures. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerDetail } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import { StageChip } from '../../parts/StageChip.tsx';
import classes from './CustomerHeader.module.css';
import { Grade } from './Grade.tsx';

const NOTHING = '–';

function Figure({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        {children}
        {note !== undefined && <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  );
}

function Figures({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { valueMinor, spendMinor, currency, expectedOrders, pActive = null, valueMargin = null } = customer;
  const currencyInUse = currency ?? customer.ordersList[0]?.currency ?? null;
  const marginNotes = {
    own: t('customer.marginOwn'),
    shop: t('customer.marginShop'),
    stated: t('customer.marginStated'),
  };
  const money = (amountMinor: number | null) =>
    amountMinor === null ? NOTHING : format.money(amountMinor, currencyInUse, 'rounded');
  return (
    <dl className={classes.figures}>
      <Figure name={t('customer.value')} note={t('customer.valueNote')}>
        {money(valueMinor)}
      </Figure>
      {valueMargin !== null && (
        <Figure name={t('customer.margin')} note={marginNotes[valueMargin.by]}>
          {format.share(valueMargin.share)}
        </Figure>
      )}
      <Figure name={t('customer.expected')} note={t('customer.valueNote')}>
        {expectedOrders === null ? NOTHING : format.decimal(expectedOrders)}
      </Figure>
      <Figure name={t('customer.alive')} note={t('customer.aliveNote')}>
        {pActive === null ? NOTHING : format.share(pActive)}
      </Figure>
      <Figure name={t('customer.orders')}>
        {customer.orders === null ? NOTHING : format.count(customer.orders)}
      </Figure>
      <Figure name={t('customer.spend')}>{money(spendMinor)}</Figure>
      <Figure name={t('customer.lastOrder')}>
        {customer.lastOrder === null ? NOTHING : format.day(customer.lastOrder)}
      </Figure>
      <Figure name={t('customer.grade')}>
        <Grade grade={customer.grade} />
      </Figure>
      <Figure name={t('customer.group')}>
        {customer.rfmGroup === null ? NOTHING : wordFor('group', customer.rfmGroup, format.language)}
      </Figure>
    </dl>
  );
}

export function CustomerHeader({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <h2>{customer.name ?? customer.id}</h2>
        {customer.name !== null && <span className={classes.id}>{customer.id}</span>}
      </div>
      <div className={classes.stage}>
        <StageChip stage={customer.stage} size="large" />
        {customer.stageSince !== null && (
          <span className={classes.since}>
            {t('customer.since', { day: format.day(customer.stageSince) })}
          </span>
        )}
        {customer.evidenceText !== null && (
          <span className={classes.evidence}>{textIn(customer.evidenceText, format.language)}</span>
        )}
      </div>
      <Figures customer={customer} />
    </header>
  );
}
