/** What narrows the list: a search, a journey, a channel, and a customer where a link brought one. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type MessageFilter, useJourneys } from '../../api/queries.ts';
import { CHANNELS } from '../../api/types.ts';
import { navigate, withQuery } from '../../app/router.ts';
import { useLanguage } from '../../i18n/i18n.ts';
import { textIn, wordFor } from '../../i18n/words.ts';
import { Icon } from '../../parts/Icon.tsx';
import { SearchBox } from '../../parts/SearchBox.tsx';
import classes from './MailboxPage.module.css';

interface ChoiceProps {
  readonly label: string;
  /** The word for no choice. */
  readonly every: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: string | null;
  readonly onChoose: (value: string) => void;
}

function Choice({ label, every, choices, chosen, onChoose }: ChoiceProps) {
  return (
    <NativeSelect
      size="sm"
      rightSection={<Icon name="choose" size={16} />}
      rightSectionPointerEvents="none"
      aria-label={label}
      data={[{ value: '', label: every }, ...choices]}
      value={chosen ?? ''}
      onChange={(event) => onChoose(event.currentTarget.value)}
    />
  );
}

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
      <Choice
        label={t('mailbox.journey')}
        every={t('mailbox.everyJourney')}
        choices={journeys.map(({ id, name }) => ({ value: id, label: textIn(name, language) }))}
        chosen={filter.journey}
        onChoose={(journey) => narrow({ journey })}
      />
      <Choice
        label={t('mailbox.channel')}
        every={t('mailbox.everyChannel')}
        choices={CHANNELS.map((value) => ({ value, label: wordFor('channel', value, language) }))}
        chosen={filter.channel}
        onChoose={(channel) => narrow({ channel })}
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
