/**
 * Control groups: the arm a journey's holdout node stored, and the shop's own share of all its customers, drawn by their id
 * so that it is the same people in every journey, on every machine and in every replay.
 */
import { chance } from '../../chance.ts';
import type { CustomerId } from '../../ids.ts';
import { perSettings } from '../../settings/perSettings.ts';
import type { Settings } from '../../settings/settings.ts';
import { type Instant, parseIso } from '../../time.ts';
import { type Gate, passing, type SendContext, type Stop } from './gate.ts';

interface ShopHoldout {
  readonly share: number;
  readonly salt: string;
  readonly since: Instant;
}

const holdoutOf = perSettings((settings: Settings): ShopHoldout => {
  const { share, salt, since } = settings.messages.holdout;
  return { share, salt, since: (since === null ? null : parseIso(since)) ?? Number.NEGATIVE_INFINITY };
});

/** Whether a customer is in the shop's own control group at an instant. */
export function isShopHeldOut(settings: Settings, customer: CustomerId, now: Instant): boolean {
  const { share, salt, since } = holdoutOf(settings);
  return share > 0 && now >= since && chance(settings.seed, 'shop holdout', salt, customer) < share;
}

const TREATED = passing(() => ({ finding: 'treated' }));
const OF_JOURNEY: Stop = { kind: 'held-out', facts: () => ({ finding: 'control-group' }) };
const OF_SHOP: Stop = {
  kind: 'held-out',
  facts: ({ settings }: SendContext) => ({
    finding: 'shop-control-group',
    percent: Math.round(settings.messages.holdout.share * 1_000) / 10,
  }),
};

export const holdoutGate: Gate = ({ decision, settings, now }) => {
  if (decision.heldOut) return OF_JOURNEY;
  return isShopHeldOut(settings, decision.customerId, now) ? OF_SHOP : TREATED;
};
