/** The list of messages, newest first, under the day they left (or would have left) on. */
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { useMessages } from '../../api/queries.ts';
import type { MessageSummary } from '../../api/types.ts';
import { navigate, withQuery } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { EmptyState } from '../../parts/EmptyState.tsx';
import { LoadMore } from '../../parts/LoadMore.tsx';
import { ProblemNote } from '../../parts/ProblemNote.tsx';
import classes from './MessageList.module.css';
import { MessageRow } from './MessageRow.tsx';

const GHOST = { rows: 7, rowHeightPx: 84 };

function Waiting() {
  return (
    <div aria-busy="true">
      {Array.from({ length: GHOST.rows }, (_, row) => (
        <div key={row} className={classes.waiting}>
          <Skeleton height={10} width="46%" />
          <Skeleton height={10} width="82%" />
          <Skeleton height={8} width="58%" />
        </div>
      ))}
    </div>
  );
}

function Nothing({ filtered, address }: { filtered: boolean; address: string }) {
  const { t } = useTranslation();
  const clear = () =>
    navigate(withQuery(address, { journey: null, channel: null, search: null, customer: null }));
  return filtered ? (
    <EmptyState
      sentence={t('mailbox.noMatch')}
      action={{ words: t('list.clear'), run: clear }}
      ghost={GHOST}
    />
  ) : (
    <EmptyState
      sentence={t('mailbox.empty')}
      action={{ words: t('mailbox.toJourneys'), run: () => navigate('/journeys') }}
      ghost={GHOST}
    />
  );
}

function Days({ messages, selected, address }: Omit<MessageListProps, 'query' | 'filtered'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return format.byDay(messages).map(({ key, first, items }) => {
    const heading = format.heading(first);
    return (
      <section key={key}>
        <h2 className={classes.day}>{heading.kind === 'day' ? heading.text : t(`list.${heading.kind}`)}</h2>
        {items.map((message) => (
          <MessageRow
            key={message.id}
            message={message}
            href={withQuery(address, { message: message.id })}
            selected={message.id === selected}
          />
        ))}
      </section>
    );
  });
}

interface MessageListProps {
  readonly query: ReturnType<typeof useMessages>;
  readonly messages: readonly MessageSummary[];
  readonly selected: string | null;
  readonly filtered: boolean;
  readonly address: string;
}

export function MessageList({ query, messages, selected, filtered, address }: MessageListProps) {
  if (query.isPending) return <Waiting />;
  if (query.error !== null && messages.length === 0)
    return <ProblemNote problem={query.error} onAgain={() => void query.refetch()} />;
  if (messages.length === 0) return <Nothing filtered={filtered} address={address} />;
  return (
    <>
      <Days messages={messages} selected={selected} address={address} />
      {query.error !== null && (
        <ProblemNote problem={query.error} onAgain={() => void query.fetchNextPage()} />
      )}
      <LoadMore
        shown={messages.length}
        total={query.data?.pages[0]?.total ?? messages.length}
        hasMore={query.hasNextPage && query.error === null}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
      />
    </>
  );
}
