/**
 * The frame every room stands in: navigation at the left (along the bottom on a phone), and a bar with the room's name,
 * the workspace, whether anything can leave, and the language.
 */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '../api/types.ts';
import { useLanguage } from '../i18n/i18n.ts';
import { isLanguage } from '../i18n/language.ts';
import { Icon, type IconName } from '../parts/Icon.tsx';
import classes from './Frame.module.css';
import { Link } from './Link.tsx';
import { StopStrip } from './StopStrip.tsx';
import markUrl from './mark.svg';
import type { Room } from './router.ts';

type NavigationName = 'mailbox' | 'customers' | 'journeys';

const ROOMS: readonly { readonly name: NavigationName; readonly icon: IconName }[] = [
  { name: 'mailbox', icon: 'mailbox' },
  { name: 'customers', icon: 'people' },
  { name: 'journeys', icon: 'journey' },
];

export function navigationNameOf(room: Room): NavigationName | null {
  switch (room.kind) {
    case 'mailbox':
    case 'customers':
    case 'journeys':
      return room.kind;
    case 'customer':
      return 'customers';
    case 'nowhere':
      return null;
  }
}

function Navigation({ current, version }: { current: NavigationName | null; version: string | null }) {
  const { t } = useTranslation();
  return (
    <nav className={classes.navigation} aria-label={t('frame.rooms')}>
      <Link href="/" className={classes.brand}>
        <img src={markUrl} alt="" width="24" height="24" />
        Perennial
      </Link>
      <ul className={classes.rooms}>
        {ROOMS.map(({ name, icon }) => (
          <li key={name}>
            <Link
              href={`/${name}`}
              className={classes.room}
              aria-current={current === name ? 'page' : undefined}
            >
              <Icon name={icon} />
              {t(`frame.${name}`)}
            </Link>
          </li>
        ))}
      </ul>
      {version !== null && <p className={classes.version}>{t('frame.version', { version })}</p>}
    </nav>
  );
}

function ModePill({ mode }: { mode: Health['mode'] }) {
  const { t } = useTranslation();
  const words = mode === 'safe' ? t('frame.safe') : t('frame.live');
  return (
    <span className={classes.mode} data-mode={mode}>
      <Icon name={mode === 'safe' ? 'shield' : 'broadcast'} size={16} />
      <span className={classes.modeWords}>{words}</span>
      <span className={classes.modeShort} aria-hidden="true">
        {mode === 'safe' ? t('frame.safeShort') : t('frame.live')}
      </span>
    </span>
  );
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const { language, choose } = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('frame.language')}
      value={language}
      onChange={(chosen) => {
        if (isLanguage(chosen)) choose(chosen);
      }}
      data={[
        { value: 'en', label: <span lang="en">EN</span> },
        { value: 'zh-CN', label: <span lang="zh-CN">中文</span> },
      ]}
    />
  );
}

interface FrameProps {
  readonly room: Room;
  readonly health: Health | null;
  readonly children: ReactNode;
}

export function Frame({ room, health, children }: FrameProps) {
  const { t } = useTranslation();
  const current = navigationNameOf(room);
  return (
    <div className={classes.frame}>
      <a className={classes.skip} href="#page">
        {t('frame.skip')}
      </a>
      <Navigation current={current} version={health?.version ?? null} />
      <header className={classes.bar} data-workspace={health?.workspace}>
        <img className={classes.barMark} src={markUrl} alt="" width="22" height="22" />
        <h1 className={classes.title}>{current === null ? 'Perennial' : t(`frame.${current}`)}</h1>
        {health?.workspace === 'demo' && <span className={classes.workspace}>{t('frame.demo')}</span>}
        <span className={classes.space} />
        {health !== null && <ModePill mode={health.mode} />}
        <LanguageSwitch />
      </header>
      {health?.ready === true && <StopStrip />}
      <main id="page" className={classes.page} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
