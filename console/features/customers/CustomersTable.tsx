/** The table of customers; on a phone each row folds into two lines. */
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { CustomerRow } from '../../api/types.ts';
import { Link } from '../../app/Link.tsx';
import { customerPath, navigate } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { StageChip } from '../../parts/StageChip.tsx';
import classes from './CustomersTable.module.css';
import { Grade } from './Grade.tsx';

const NOTHING = '–';

function Row({ person }: { person: CustomerRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const href = customerPath(person.id);
  const orders = person.orders ?? 0;
  return (
    <tr className={classes.row} onClick={() => navigate(href)}>
      <th scope="row" className={classes.who}>
        <Link href={href} className={classes.name} onClick={(event) => event.stopPropagation()}>
          {person.name ?? person.id}
        </Link>
        {person.name !== null && <span className={classes.id}>{person.id}</span>}
      </th>
      <td className={classes.stage}>
        <StageChip stage={person.stage} />
      </td>
      <td className={classes.grade}>
        <Grade grade={person.grade} />
      </td>
      <td className={classes.group}>
        {person.rfmGroup === null ? NOTHING : wordFor('group', person.rfmGroup, format.language)}
      </td>
      <td className={classes.number} data-cell="orders">
        {person.orders === null ? NOTHING : format.count(person.orders)}
      </td>
      <td className={classes.number} data-cell="last">
        {person.lastOrder === null ? NOTHING : format.day(person.lastOrder)}
      </td>
      <td className={classes.number} data-cell="value">
        {person.valueMinor === null ? NOTHING : format.money(person.valueMinor, person.currency, 'rounded')}
      </td>
      <td className={classes.folded}>
        {t('customers.ordersShort', { count: orders, shown: format.count(orders) })}
        {person.lastOrder === null ? '' : ` · ${format.day(person.lastOrder)}`}
      </td>
    </tr>
  );
}

export function CustomersTable({ people }: { people: readonly CustomerRow[] }) {
  const { t } = useTranslation();
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('customers.name')}</th>
          <th scope="col">{t('customers.stage')}</th>
          <th scope="col">{t('customers.grade')}</th>
          <th scope="col">{t('customers.group')}</th>
          <th scope="col" className={classes.number}>
            {t('customers.orders')}
          </th>
          <th scope="col" className={classes.number}>
            {t('customers.lastOrder')}
          </th>
          <th scope="col" className={classes.number}>
            {t('customers.value')}
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} />
        ))}
      </tbody>
    </table>
  );
}

export function CustomersWaiting({ rows }: { rows: number }) {
  return (
    <div aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className={classes.waiting}>
          <Skeleton height={10} width={`${18 + ((row * 7) % 12)}%`} />
          <Skeleton height={10} width="12%" />
          <Skeleton height={10} width="24%" />
        </div>
      ))}
    </div>
  );
}
