/** The end of a list that comes in pages: loads the next when it scrolls into view, or when the button is pressed. */
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format/useFormat.ts';
import classes from './LoadMore.module.css';

interface LoadMoreProps {
  readonly shown: number;
  /** Null where it is not known before the end. */
  readonly total: number | null;
  readonly hasMore: boolean;
  readonly loading: boolean;
  readonly onMore: () => void;
}

const NEAR = { rootMargin: '240px' } as const;

export function LoadMore({ shown, total, hasMore, loading, onMore }: LoadMoreProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const end = useRef<HTMLDivElement>(null);
  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  }, [onMore]);
  useEffect(() => {
    const target = end.current;
    if (target === null || !hasMore || loading) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) latest.current();
    }, NEAR);
    observer.observe(target);
    return () => observer.disconnect();
  }, [hasMore, loading, shown]);
  return (
    <div ref={end} className={classes.end}>
      {total !== null && (
        <span>{t('list.shown', { shown: format.count(shown), total: format.count(total) })}</span>
      )}
      {hasMore && (
        <Button variant="subtle" size="compact-sm" loading={loading} onClick={onMore}>
          {t('list.more')}
        </Button>
      )}
    </div>
  );
}
