/**
 * Where it is kept whether sending is stopped: a named value each for the switch a person throws, for the reputation guard, and for
 * campaigns that were paused, so that none overwrites another. All are read before every page of a wave: a stop holds what is
 * still to be sent within one wave.
 */
import type { ConfigStore } from '../ports.ts';
import { SENDING_FREELY, type SendingState, sendingStateOf } from './sendingState.ts';

/** Names of the values; each is JSON, or `null`. */
export const SENDING_STOPPED = 'sending-stopped';
export const SENDING_GUARD = 'sending-guard';
export const SENDING_HALTED = 'sending-halted';

/** Throws for a value that is no state. */
export async function loadSending(store: Pick<ConfigStore, 'getValue'>): Promise<SendingState> {
  const [stopped, guard, halted] = await Promise.all([
    store.getValue(SENDING_STOPPED),
    store.getValue(SENDING_GUARD),
    store.getValue(SENDING_HALTED),
  ]);
  if (stopped === null && guard === null && halted === null) return SENDING_FREELY;
  const more = halted === null ? '' : `,"halted":${halted}`;
  return sendingStateOf(`{"stopped":${stopped ?? 'null'},"guard":${guard ?? 'null'}${more}}`);
}
