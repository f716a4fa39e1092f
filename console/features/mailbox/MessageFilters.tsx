/** What narrows the list: a search, a journey, and a customer where a link brought one. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MessageFilter, useJourneys } from '../../api/queries.ts';
import { navigate, withQuery } from '../../app/router.ts';
import { useLanguage } from '../../i18n/i18n.ts';
import { textIn } from '../../i18n/words.ts';
import { Icon } from '../../parts/Icon.tsx';
import { SearchBox } from '../../parts/SearchBox.tsx';
import classes from './MailboxPage.module.css';

interface MessageFiltersProps {
  readonly filter: MessageFilter;
  readonly address: string;
  readonly customerName: string | null;
}

export function MessageFilters({ filter, address, customerName }: MessageFiltersProps) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const journeys = useJourneys().data?.items ?? [];
  const narrow = (changes: Readonly<Record<string, string | null>>) =>
    navigate(withQuery(address, { ...changes, message: null }), 'replace');
  return (
    <search className={classes.filters}>
      <SearchBox
        label={t('mailbox.search')}
        value={filter.search}
        onSearch={(search) => narrow({ search })}
      />
      <NativeSelect
        size="sm"
        rightSection={<Icon name="choose" size={16} />}
        rightSectionPointerEvents="none"
        aria-label={t('mailbox.journey')}
        data={[
          { value: '', label: t('mailbox.everyJourney') },
          ...journeys.map(({ id, name }) => ({ value: id, label: textIn(name, language) })),
        ]}
        value={filter.journey ?? ''}
        onChange={(event) => narrow({ journey: event.currentTarget.value })}
      />
      {filter.customer !== null && (
        <button type="button" className={classes.only} onClick={() => narrow({ customer: null })}>
          {t('mailbox.ofCustomer', { customer: customerName ?? filter.customer })}
          <Icon name="stop" size={14} />
          <span className="visually-hidden">{t('list.clear')}</span>
        </button>
      )}
    </search>
  );
}
