/** What a provider tells about a message that left: most of it soon, some late, some twice, in no order. */
import { decisionId } from '../../../core/ids.ts';
import type { ProviderEvent, ProviderEventKind } from '../../../core/message/feedback.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import type { Dice } from './dice.ts';
import type { Effect } from './postOffice.ts';

export interface Echo {
  readonly event: ProviderEvent;
  readonly afterMs: number;
}

/** The kinds of one message: it was sent, and then it arrived or came back. */
function kindsOf({
  chance,
}: Dice): { readonly kind: ProviderEventKind; readonly bounce?: 'soft' | 'hard' }[] {
  if (chance(0.02)) return [{ kind: 'sent' }, { kind: 'bounced', bounce: 'hard' }];
  if (chance(0.03)) return [{ kind: 'sent' }, { kind: 'bounced', bounce: 'soft' }];
  const more: { kind: ProviderEventKind }[] = [];
  if (chance(0.3)) more.push({ kind: 'opened' });
  if (chance(0.1)) more.push({ kind: 'clicked' });
  if (chance(0.01)) more.push({ kind: 'complained' });
  return [{ kind: 'sent' }, { kind: 'delivered' }, ...more];
}

function delayMs({ chance, below }: Dice): number {
  if (chance(0.7)) return below(5) * MINUTE_MS;
  return chance(0.8) ? below(12) * HOUR_MS : below(3) * DAY_MS;
}

/** All deliveries of all events about one message. */
export function echoesOf(effect: Effect, dice: Dice): Echo[] {
  const { channel } = effect;
  if (channel === 'webhook') return [];
  return kindsOf(dice).flatMap(({ kind, bounce }) => {
    const event: ProviderEvent = {
      id: `${effect.providerMessageId}-${kind}`,
      channel,
      kind,
      at: effect.at,
      decisionId: decisionId(effect.decisionId),
      providerMessageId: effect.providerMessageId,
      ...(bounce === undefined ? {} : { bounce, detail: `a ${bounce} bounce` }),
    };
    const times = dice.chance(0.15) ? 3 : dice.chance(0.2) ? 2 : 1;
    return Array.from({ length: times }, () => ({ event, afterMs: delayMs(dice) }));
  });
}
