/** The stored statistics of a customer, recomputed from the order history each time. */
import { type OrderHistory, purchasesMinor } from '../customer/order.ts';
import type { PurchaseStatistics } from './lifecycle.ts';

/**
 * Statistics of a history. Repeat spend is what was spent on days after the first, with refunds taken off in proportion
 * and never below 0, so that the spend model sees money that stayed.
 */
export function statisticsOf(history: OrderHistory): PurchaseStatistics {
  const bought = purchasesMinor(history);
  const repeat = bought - (history.dayMinor[0] ?? 0);
  const refunded = bought === 0 ? 0 : (history.refundsMinor * repeat) / bought;
  return {
    orders: history.orders,
    orderDays: history.days.length,
    firstDay: history.days[0] ?? null,
    lastDay: history.days.at(-1) ?? null,
    lastOrderAt: history.lastOrderAt,
    spendMinor: bought + history.refundsMinor,
    repeatSpendMinor: Math.max(0, Math.round(repeat + refunded)),
  };
}

/** Repeat purchases and their times in whole days at an evaluation day; null without orders. T sees days up to the one before. */
export function repeatDays(
  statistics: PurchaseStatistics,
  evaluationDay: number,
): { x: number; txDays: number; TDays: number } | null {
  const { firstDay, lastDay } = statistics;
  if (firstDay === null || lastDay === null) return null;
  const txDays = lastDay - firstDay;
  return { x: statistics.orderDays - 1, txDays, TDays: Math.max(txDays, evaluationDay - 1 - firstDay) };
}

/** Mean spend of a repeat purchase day in minor units; 0 without repeats. */
export function meanRepeatMinor(statistics: PurchaseStatistics): number {
  return statistics.orderDays > 1 ? statistics.repeatSpendMinor / (statistics.orderDays - 1) : 0;
}
