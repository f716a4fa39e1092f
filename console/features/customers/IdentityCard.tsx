/** Which ids are this person, how they came together, and who shares an address without being them. */
import { useTranslation } from 'react-i18next';
import type { CustomerDetail, MergeView } from '../../api/types.ts';
import { Link } from '../../app/Link.tsx';
import { customerPath } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { Icon } from '../../parts/Icon.tsx';
import classes from './ContactCard.module.css';

/** False for nearly everybody: one id, no address shared. */
export function hasIdentity({ askedAs, otherIds, merges, sharedAddressWith }: CustomerDetail): boolean {
  return askedAs !== null || otherIds.length + merges.length + sharedAddressWith.length > 0;
}

function MergeLine({ merge }: { merge: MergeView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, by, orders, enrolments, ended, at } = merge;
  return (
    <li>
      <Icon name="person" size={16} />
      <span>
        {t('customer.merged', { id, by: wordFor('merge', by, format.language) })}
        <span className={classes.source}>
          {format.day(at)} · {t('customer.mergeBrought', { orders, journeys: enrolments, ended })}
        </span>
      </span>
    </li>
  );
}

export function IdentityCard({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const { askedAs, otherIds, merges, sharedAddressWith } = customer;
  return (
    <>
      {askedAs !== null && <p className={classes.none}>{t('customer.askedAs', { asked: askedAs })}</p>}
      {otherIds.length > 0 && (
        <dl className={classes.ways}>
          <div>
            <dt>{t('customer.otherIds')}</dt>
            <dd>{otherIds.join(', ')}</dd>
          </div>
        </dl>
      )}
      <ul className={classes.consents}>
        {merges.map((merge) => (
          <MergeLine key={`${merge.at}/${merge.id}`} merge={merge} />
        ))}
      </ul>
      {sharedAddressWith.length > 0 && (
        <>
          <h3 className={classes.heading}>{t('customer.sharedAddress')}</h3>
          <p className={classes.none}>
            {sharedAddressWith.map((id) => (
              <Link key={id} href={customerPath(id)}>
                {id}{' '}
              </Link>
            ))}
          </p>
          <p className={classes.none}>{t('customer.stayApart')}</p>
        </>
      )}
    </>
  );
}
