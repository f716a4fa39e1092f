/**
 * Where it is kept whether sending is stopped: one named value for the switch a person throws, one for the reputation guard, so
 * that neither overwrites the other. Both are read before every page of a wave: a stop holds what is still to be sent
 * within one wave.
 */
import type { ConfigStore } from '../ports.ts';
import { SENDING_FREELY, type SendingState, sendingStateOf } from './sendingState.ts';

/** Names of the values; each is JSON, or `null`. */
export const SENDING_STOPPED = 'sending-stopped';
export const SENDING_GUARD = 'sending-guard';

/** Throws for a value that is no state. */
export async function loadSending(store: Pick<ConfigStore, 'getValue'>): Promise<SendingState> {
  const [stopped, guard] = await Promise.all([
    store.getValue(SENDING_STOPPED),
    store.getValue(SENDING_GUARD),
  ]);
  if (stopped === null && guard === null) return SENDING_FREELY;
  return sendingStateOf(`{"stopped":${stopped ?? 'null'},"guard":${guard ?? 'null'}}`);
}
