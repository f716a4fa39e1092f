import { describe, expect, it } from 'vitest';
import { decisionId } from '../../../core/ids.ts';
import { CLAIM_TIMEOUT_MS } from '../../../core/message/decision.ts';
import { runSend } from '../../../core/message/send.ts';
import type { Store } from '../../../core/ports.ts';
import { SECOND_MS } from '../../../core/time.ts';
import { aDecision, denied, NOW, someSettings } from '../../support/builders.ts';
import { aSendWorld, decide, know, stored } from '../../support/sendWorld.ts';

/** Maya, who agreed to offers, and one decision for her. */
async function aWorld() {
  const decision = aDecision();
  const world = aSendWorld();
  await know(world.store);
  await decide(world.store, decision);
  const run = (now = NOW) => runSend(world.deps(), decision, now);
  return { ...world, decision, run, outcome: () => stored(world.store, decision) };
}

describe('races', () => {
  it('for one decision are won by one worker, and one message goes out', async () => {
    const { deps, decision, attempts } = await aWorld();
    const workers = ['a', 'b', 'c'].map((claimant) => runSend(deps({ claimant }), decision, NOW));
    expect((await Promise.all(workers)).sort()).toEqual(['lost', 'lost', 'sent']);
    expect(attempts).toHaveLength(1);
  });

  it('for one contact are run again, and the last slot of a cap goes out once', async () => {
    const settings = someSettings({ messages: { caps: [{ class: 'promotional', most: 1, withinDays: 7 }] } });
    const world = aSendWorld({ settings });
    await know(world.store);
    const decisions = ['a', 'b', 'c'].map((id) => aDecision({ id: decisionId(id), onRefusal: 'skip' }));
    await decide(world.store, ...decisions);
    const results = await Promise.all(decisions.map((one) => runSend(world.deps(), one, NOW)));
    expect(results.sort()).toEqual(['sent', 'settled', 'settled']);
    expect(world.attempts).toHaveLength(1);
  });

  it('with an opt-out that commits just before the claim are lost to it', async () => {
    const { store, deps, decision, attempts, outcome } = await aWorld();
    let claims = 0;
    const racing: Store = {
      ...store,
      claim: async (claim) => {
        claims += 1;
        if (claims === 1) await know(store, {}, [denied('offers', { at: NOW })]);
        return store.claim(claim);
      },
    };
    expect(await runSend(deps({ store: racing }), decision, NOW)).toBe('settled');
    expect([claims, attempts.length]).toEqual([1, 0]);
    expect(await outcome()).toMatchObject({ outcome: 'suppressed', reason: 'opted-out' });
  });

  it('lost five times over are left to the next wave', async () => {
    const { store, deps, decision, attempts, outcome } = await aWorld();
    let claims = 0;
    const contested: Store = {
      ...store,
      claim: async () => {
        claims += 1;
        return 'conflict';
      },
    };
    expect(await runSend(deps({ store: contested }), decision, NOW)).toBe('held');
    expect([claims, attempts.length]).toEqual([5, 0]);
    expect(await outcome()).toMatchObject({ outcome: 'pending', dueAt: NOW + SECOND_MS });
  });
});

describe('an answer of the store that is lost', () => {
  const lost = () => Promise.reject(new Error('the reply was lost'));

  it('to a claim that was made is looked up, and the message sent once', async () => {
    const { store, deps, decision, attempts, outcome } = await aWorld();
    const deaf: Store = { ...store, claim: (claim) => store.claim(claim).then(lost) };
    expect(await runSend(deps({ store: deaf }), decision, NOW)).toBe('sent');
    expect(attempts).toHaveLength(1);
    expect(await outcome()).toMatchObject({ outcome: 'sent', claimant: 'worker-1#1', tries: 1 });
  });

  it('to a claim that was not made leaves the message to the next wave', async () => {
    const { store, deps, decision, attempts, outcome } = await aWorld();
    const deaf: Store = { ...store, claim: lost };
    await expect(runSend(deps({ store: deaf }), decision, NOW)).rejects.toThrow('the reply was lost');
    expect([attempts.length, (await outcome()).outcome]).toEqual([0, 'pending']);
  });

  it('to a claim that another made sends nothing', async () => {
    const { store, deps, decision, attempts } = await aWorld();
    const beaten: Store = {
      ...store,
      claim: (claim) => store.claim({ ...claim, claimant: 'worker-2#1' }).then(lost),
    };
    expect(await runSend(deps({ store: beaten }), decision, NOW)).toBe('lost');
    expect(attempts).toHaveLength(0);
  });

  it('to the record of a message is asked for again, and counts once', async () => {
    const { store, deps, decision, outcome } = await aWorld();
    let settles = 0;
    const deaf: Store = {
      ...store,
      settle: (settlement) => {
        settles += 1;
        return settles === 1 ? store.settle(settlement).then(lost) : store.settle(settlement);
      },
    };
    expect(await runSend(deps({ store: deaf }), decision, NOW)).toBe('sent');
    expect([settles, (await outcome()).outcome]).toEqual([2, 'sent']);
    const facts = await store.factsOf(decision.customerId, 20);
    expect(facts.filter(({ kind }) => kind === 'message-settled')).toHaveLength(1);
  });
});

describe('a claim without an outcome', () => {
  it('is unknown after fifteen minutes, and not sent again', async () => {
    const { store, deps, decision, attempts, outcome } = await aWorld();
    const crashing: Store = { ...store, settle: () => Promise.reject(new Error('crashed')) };
    expect(await runSend(deps({ store: crashing }), decision, NOW)).toBe('sent');
    const claimed = await outcome();
    expect(claimed).toMatchObject({ outcome: 'claimed', dueAt: NOW + CLAIM_TIMEOUT_MS });
    expect(await runSend(deps({ claimant: 'worker-2' }), claimed, NOW + CLAIM_TIMEOUT_MS)).toBe('unknown');
    expect(await outcome()).toMatchObject({
      outcome: 'unknown',
      reason: 'no outcome within 15 minutes of the claim',
      claimant: 'worker-1#1',
    });
    expect(attempts).toHaveLength(1);
  });

  it('that has its outcome after all keeps it', async () => {
    const { deps, decision, run, outcome } = await aWorld();
    const claimed = { ...decision, outcome: 'claimed', claimant: 'worker-1' } as const;
    await run();
    expect(await runSend(deps(), claimed, NOW + CLAIM_TIMEOUT_MS)).toBe('lost');
    expect((await outcome()).outcome).toBe('sent');
  });
});
