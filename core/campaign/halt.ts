/**
 * The list of campaigns whose messages are held or not sent any more, as the send path reads it before every page. It is a named
 * value beside the records, written before a campaign is paused and after it goes on, so that nothing is sent of a campaign that
 * says it is paused.
 */
import { changeValue } from '../changeValue.ts';
import { SENDING_HALTED } from '../message/sending.ts';
import { type Halted, sendingStateSchema } from '../message/sendingState.ts';
import type { ConfigStore } from '../ports.ts';
import { DAY_MS, type Instant } from '../time.ts';
import { journeyIdOf } from './definition.ts';

/** Nothing of a cancelled campaign can be pending for longer: it is taken off the list. */
const KEPT_MS = 400 * DAY_MS;

function haltedOf(json: string | null): Halted {
  if (json === null) return {};
  return sendingStateSchema.shape.halted.parse(JSON.parse(json)) ?? {};
}

export function halt(
  store: Pick<ConfigStore, 'getValue' | 'replaceValue'>,
  campaign: string,
  by: { readonly at: Instant; readonly by: string; readonly how: Halted[string]['how'] },
): Promise<void> {
  return changeValue(store, SENDING_HALTED, (json) => {
    const kept = Object.entries(haltedOf(json)).filter(
      ([, one]) => one.how === 'paused' || by.at - one.at < KEPT_MS,
    );
    return { ...Object.fromEntries(kept), [journeyIdOf(campaign)]: by };
  });
}

/** Lets messages go again; those of a cancelled campaign stay where they are. */
export function goOn(store: Pick<ConfigStore, 'getValue' | 'replaceValue'>, campaign: string): Promise<void> {
  return changeValue(store, SENDING_HALTED, (json) => {
    const halted = haltedOf(json);
    const { [journeyIdOf(campaign)]: own, ...others } = halted;
    return own === undefined || own.how !== 'paused' ? halted : others;
  });
}
