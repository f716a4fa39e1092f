/** Formatting bound to the language in use and to the present moment. */
import { useMemo } from 'react';
import { useLanguage } from '../i18n/i18n.ts';
import { formatCount, formatDecimal, formatMoney, formatShare, type Precision } from './money.ts';
import { dayHeading, formatClock, formatDay, formatDuration, formatMoment, groupByDay } from './time.ts';

export function useFormat() {
  const { language } = useLanguage();
  return useMemo(() => {
    const reading = () => ({ language, now: new Date() });
    return {
      language,
      count: (value: number) => formatCount(value, language),
      decimal: (value: number) => formatDecimal(value, language),
      share: (value: number) => formatShare(value, language),
      money: (amountMinor: number, currency: string | null, precision?: Precision) =>
        formatMoney(amountMinor, currency, language, precision),
      day: (text: string) => formatDay(text, reading()),
      moment: (text: string) => formatMoment(text, reading()),
      clock: (text: string) => formatClock(text, reading()),
      duration: (text: string) => formatDuration(text, language),
      heading: (text: string) => dayHeading(text, reading()),
      byDay: <Item extends { readonly at: string }>(items: readonly Item[]) => groupByDay(items, reading()),
    };
  }, [language]);
}
