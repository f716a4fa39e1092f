/** Everyone the shop knows: one row a person, narrowed by stage or by a search. */
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type CustomerFilter, useCustomers } from '../../api/queries.ts';
import { STAGES } from '../../api/types.ts';
import { navigate, usePlace, withQuery } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { wordFor } from '../../i18n/words.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { Icon } from '../../parts/Icon.tsx';
import { LoadMore } from '../../parts/LoadMore.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import { SearchBox } from '../../parts/SearchBox.tsx';
import classes from './CustomersPage.module.css';
import { CustomersTable, CustomersWaiting } from './CustomersTable.tsx';

const GHOST = { rows: 10, rowHeightPx: 36 };

function Filters({ filter, address }: { filter: CustomerFilter; address: string }) {
  const { t } = useTranslation();
  const { language } = useFormat();
  const narrow = (changes: Readonly<Record<string, string | null>>) =>
    navigate(withQuery(address, changes), 'replace');
  return (
    <search className={classes.filters}>
      <SearchBox
        className={classes.search}
        label={t('customers.search')}
        value={filter.search}
        onSearch={(search) => narrow({ search })}
      />
      <NativeSelect
        size="sm"
        rightSection={<Icon name="choose" size={16} />}
        rightSectionPointerEvents="none"
        aria-label={t('customers.stage')}
        data={[
          { value: '', label: t('customers.every') },
          ...STAGES.map((stage) => ({ value: stage, label: wordFor('stage', stage, language) })),
        ]}
        value={filter.stage ?? ''}
        onChange={(event) => narrow({ stage: event.currentTarget.value })}
      />
    </search>
  );
}

function Nobody({ filtered, address }: { filtered: boolean; address: string }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      sentence={filtered ? t('customers.noMatch') : t('customers.empty')}
      action={
        filtered
          ? {
              words: t('list.clear'),
              run: () => navigate(withQuery(address, { stage: null, search: null })),
            }
          : { words: t('customers.toMailbox'), run: () => navigate('/mailbox') }
      }
      ghost={GHOST}
    />
  );
}

/** How many match, once that is certain: the server counts everyone, whatever the list is narrowed by. */
function totalOf(query: ReturnType<typeof useCustomers>, filtered: boolean): number | null {
  const pages = query.data?.pages;
  if (pages === undefined) return null;
  if (!filtered) return pages[0]?.total ?? null;
  return query.hasNextPage ? null : pages.reduce((sum, page) => sum + page.items.length, 0);
}

function Everyone({ query, filtered }: { query: ReturnType<typeof useCustomers>; filtered: boolean }) {
  const { address } = usePlace();
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <CustomersWaiting rows={GHOST.rows} />;
  if (query.error !== null && people.length === 0)
    return <ProblemNote problem={query.error} onAgain={() => void query.refetch()} />;
  if (people.length === 0) return <Nobody filtered={filtered} address={address} />;
  return (
    <>
      <CustomersTable people={people} />
      {query.error !== null && (
        <ProblemNote problem={query.error} onAgain={() => void query.fetchNextPage()} />
      )}
      <LoadMore
        shown={people.length}
        total={totalOf(query, filtered)}
        hasMore={query.hasNextPage && query.error === null}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}

export default function CustomersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const place = usePlace();
  const filter = { stage: place.query.get('stage'), search: place.query.get('search') };
  const query = useCustomers(filter);
  const filtered = filter.stage !== null || filter.search !== null;
  const total = totalOf(query, filtered);
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <Filters filter={filter} address={place.address} />
        {total !== null && (
          <output className={classes.count}>
            {t('customers.total', { count: total, shown: format.count(total) })}
          </output>
        )}
      </div>
      <div className={classes.sheet} data-stale={query.isPlaceholderData}>
        <Everyone query={query} filtered={filtered} />
      </div>
    </div>
  );
}
