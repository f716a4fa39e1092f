/**
 * The mailbox: every message kept here instead of being sent, and each as its reader would see it. On a wide screen the
 * newest is open beside the list; on a narrow one the list comes first and a message takes its place.
 */
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MessageFilter, useMessages } from '../../api/queries.ts';
import { Link } from '../../app/Link.tsx';
import { usePlace, withQuery } from '../../app/router.ts';
import { useFormat } from '../../format/useFormat.ts';
import { Icon } from '../../parts/Icon.tsx';
import classes from './MailboxPage.module.css';
import { MessageFilters } from './MessageFilters.tsx';
import { MessageList } from './MessageList.tsx';
import { MessagePane } from './MessagePane.tsx';

/** Room for the list and a message side by side. */
const TWO_PANES = '(min-width: 1100px)';

function filterOf(query: URLSearchParams): MessageFilter {
  return {
    journey: query.get('journey'),
    channel: query.get('channel'),
    search: query.get('search'),
    customer: query.get('customer'),
  };
}

function SafeBanner() {
  const { t } = useTranslation();
  return (
    <p className={classes.banner}>
      <Icon name="shield" size={16} />
      {t('mailbox.banner')}
    </p>
  );
}

function ListPane({ selected, query }: { selected: string | null; query: ReturnType<typeof useMessages> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const place = usePlace();
  const filter = filterOf(place.query);
  const messages = query.data?.pages.flatMap((page) => page.items) ?? [];
  const total = query.data?.pages[0]?.total ?? null;
  const filtered = Object.values(filter).some((value) => value !== null);
  return (
    <section className={classes.list} aria-label={t('mailbox.list')}>
      <div className={classes.listHead}>
        <MessageFilters
          filter={filter}
          address={place.address}
          customerName={messages[0]?.customerName ?? null}
        />
        {total !== null && (
          <output className={classes.count}>
            {t('mailbox.kept', { count: total, shown: format.count(total) })}
          </output>
        )}
      </div>
      <div className={classes.listBody} data-stale={query.isPlaceholderData}>
        <MessageList
          query={query}
          messages={messages}
          selected={selected}
          filtered={filtered}
          address={place.address}
        />
      </div>
    </section>
  );
}

function Reading({ id, alone, address }: { id: string | null; alone: boolean; address: string }) {
  const { t } = useTranslation();
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (alone) pane.current?.scrollIntoView();
  }, [alone, id]);
  return (
    <section ref={pane} className={classes.reading}>
      {alone && (
        <Link className={classes.back} href={withQuery(address, { message: null })}>
          <Icon name="back" size={16} />
          {t('list.back')}
        </Link>
      )}
      {id !== null && <MessagePane id={id} />}
    </section>
  );
}

/** The newest message, kept open when newer ones arrive, so that nothing moves under the reader's eyes. */
function useOpenedByItself(query: ReturnType<typeof useMessages>): string | null {
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [opened, setOpened] = useState<string | null>(null);
  const still = items.some(({ id }) => id === opened) ? opened : (items[0]?.id ?? null);
  if (still !== opened) setOpened(still);
  return still;
}

export default function MailboxPage({ safe }: { safe: boolean }) {
  const place = usePlace();
  const twoPanes = useMediaQuery(TWO_PANES, true, { getInitialValueInEffect: false });
  const query = useMessages(filterOf(place.query));
  const opened = useOpenedByItself(query);
  const chosen = place.query.get('message');
  const selected = chosen ?? (twoPanes ? opened : null);
  const showList = twoPanes || chosen === null;
  return (
    <div className={classes.mailbox}>
      {safe && showList && <SafeBanner />}
      <div className={classes.panes}>
        {showList && <ListPane selected={selected} query={query} />}
        {(twoPanes || chosen !== null) && <Reading id={selected} alone={!twoPanes} address={place.address} />}
      </div>
    </div>
  );
}
