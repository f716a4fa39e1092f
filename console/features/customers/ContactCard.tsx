/** How this person can be reached, and what they agreed to, each with where that was said. */
import { useTranslation } from 'react-i18next';
import type { Consent, CustomerDetail } from '../../api/types.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { Icon } from '../../parts/Icon.tsx';
import classes from './ContactCard.module.css';

function ConsentLine({ consent }: { consent: Consent }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { language } = format;
  const given = consent.state === 'granted';
  return (
    <li>
      <Icon name={given ? 'check' : 'stop'} size={16} />
      <span>
        {wordFor('topic', consent.topic, language)} · {wordFor('channel', consent.channel, language)}{' '}
        <b>{wordFor('consent', consent.state, language)}</b>
        <span className={classes.source}>
          {t('customer.consentSource', { source: consent.source, day: format.day(consent.at) })}
        </span>
      </span>
    </li>
  );
}

export function ContactCard({ customer }: { customer: CustomerDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { email, phone, locale, zone } = customer;
  const ways: readonly (readonly [string, string | null])[] = [
    [t('customer.email'), email],
    [t('customer.phone'), phone],
    [t('customer.locale'), locale === null ? null : wordFor('language', locale, format.language)],
    [t('customer.zone'), zone ?? t('customer.shopZone')],
    [t('customer.knownSince'), format.day(customer.knownSince)],
  ];
  return (
    <>
      <dl className={classes.ways}>
        {ways.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      <h3 className={classes.heading}>{t('customer.consents')}</h3>
      {customer.consents.length === 0 ? (
        <p className={classes.none}>{t('customer.noConsents')}</p>
      ) : (
        <ul className={classes.consents}>
          {customer.consents.map((consent) => (
            <ConsentLine key={`${consent.channel}/${consent.topic}`} consent={consent} />
          ))}
        </ul>
      )}
    </>
  );
}
