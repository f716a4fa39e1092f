/** Which room to show: the one the address names, once the server is ready to fill it. */
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useHealth } from '../api/queries.ts';
import { EmptyState } from '../parts/EmptyState.tsx';
import { Fault } from './Fault.tsx';
import { Frame, navigationNameOf } from './Frame.tsx';
import { Preparing } from './Preparing.tsx';
import { navigate, type Room, roomOf, usePlace } from './router.ts';

const MailboxPage = lazy(async () => import('../features/mailbox/MailboxPage.tsx'));
const CustomersPage = lazy(async () => import('../features/customers/CustomersPage.tsx'));
const CustomerPage = lazy(async () => import('../features/customers/CustomerPage.tsx'));
const JourneysPage = lazy(async () => import('../features/journeys/JourneysPage.tsx'));

function Nowhere() {
  const { t } = useTranslation();
  return (
    <EmptyState
      sentence={t('frame.nowhere')}
      action={{ words: t('frame.toMailbox'), run: () => navigate('/mailbox') }}
      ghost={{ rows: 4, rowHeightPx: 64 }}
    />
  );
}

function RoomPage({ room, safe }: { room: Room; safe: boolean }) {
  switch (room.kind) {
    case 'mailbox':
      return <MailboxPage safe={safe} />;
    case 'customers':
      return <CustomersPage />;
    case 'customer':
      return <CustomerPage key={room.id} id={room.id} />;
    case 'journeys':
      return <JourneysPage />;
    case 'nowhere':
      return <Nowhere />;
  }
}

export function App() {
  const { t } = useTranslation();
  const { path } = usePlace();
  const health = useHealth();
  const room = roomOf(path);
  const name = navigationNameOf(room);
  const title = name === null ? null : t(`frame.${name}`);
  useEffect(() => {
    document.title = title === null ? 'Perennial' : `${title} · Perennial`;
  }, [title]);
  const ready = health.data?.ready === true;
  const known = health.data ?? null;
  return (
    <Frame room={room} health={known}>
      {ready && (
        <Fault key={path}>
          <Suspense fallback={null}>
            <RoomPage room={room} safe={known?.mode !== 'live'} />
          </Suspense>
        </Fault>
      )}
      {!ready && !health.isPending && (
        <Preparing doing={known?.doing ?? null} answering={health.error === null} />
      )}
    </Frame>
  );
}
