import { describe, expect, it } from 'vitest';
import {
  refusedBefore,
  triedBefore,
  withAttempts,
  withRefused,
  withTried,
} from '../../../core/message/attempts.ts';
import { runSend } from '../../../core/message/send.ts';
import type { ProviderReply } from '../../../core/ports.ts';
import { MINUTE_MS } from '../../../core/time.ts';
import { aDecision, NOW } from '../../support/builders.ts';
import { aSendWorld, decide, know, stored } from '../../support/sendWorld.ts';

describe('what earlier attempts came to', () => {
  const untouched = aDecision();

  it('is counted in the evidence, beside the rest', () => {
    const once = withTried(untouched, { gates: [] }, 'timeout');
    expect(once).toEqual({ gates: [], tried: { times: 1, last: 'timeout' } });
    expect(withTried({ evidence: once }, null, 'reset')).toEqual({ tried: { times: 2, last: 'reset' } });
    expect(withRefused({ evidence: { refused: { times: 4, last: 'a' } } }, null, 'b')).toEqual({
      refused: { times: 5, last: 'b' },
    });
  });

  it('goes on to new evidence, and adds nothing where there was none', () => {
    const evidence = { tried: { times: 1, last: 'x' }, refused: { times: 2, last: 'y' }, gates: ['old'] };
    expect(withAttempts({ evidence }, { gates: [] })).toEqual({ ...evidence, gates: [] });
    expect(withAttempts(untouched, null)).toBeNull();
  });

  it.each([
    null,
    {},
    { tried: null, refused: null },
    { tried: [], refused: [] },
    { tried: { times: '2', last: 'x' }, refused: { times: 2 } },
  ])('is nothing in %j', (evidence) => {
    expect([triedBefore({ evidence }), refusedBefore({ evidence })]).toEqual([null, null]);
  });
});

describe('a message its provider turns away until it is too late', () => {
  it('failed, for the reason the provider gave', async () => {
    const replies: ProviderReply[] = [
      { kind: 'refused', reason: 'throttled', retryAfterMs: 1_000 },
      { kind: 'refused', reason: 'account paused', retryAfterMs: 1_000 },
    ];
    const world = aSendWorld({
      reply: () => replies.shift() ?? { kind: 'accepted', providerMessageId: 'p' },
    });
    await know(world.store);
    const decision = aDecision({ expiresAt: NOW + 2 * MINUTE_MS });
    await decide(world.store, decision);
    for (const minute of [0, 1, 2]) {
      await runSend(world.deps(), await stored(world.store, decision), NOW + minute * MINUTE_MS);
    }
    expect(world.attempts).toHaveLength(2);
    expect(await stored(world.store, decision)).toMatchObject({
      outcome: 'failed',
      reason: 'account paused',
      evidence: { refused: { times: 2, last: 'account paused' } },
    });
  });
});
