import { describe, expect, it } from 'vitest';
import { applyFeedback, type FeedbackDeps } from '../../../core/message/applyFeedback.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../core/time.ts';
import { MAYA, NOW } from '../../support/builders.ts';
import { addressKeyOf, stored } from '../../support/sendWorld.ts';

import { aMessage, anEvent, aWorld, claimed, memory } from '../../support/feedbackWorld.ts';

describe('a provider’s event', () => {
  it.each(['sent', 'delivered', 'bounced', 'complained', 'opened', 'clicked'] as const)(
    'settles a claimed message as sent: %s',
    async (kind) => {
      const world = await aWorld(memory());
      await claimed(world.store);
      expect(await world.tell(anEvent({ kind }))).toBe('applied');
      const after = await stored(world.store, aMessage());
      expect(after).toMatchObject({
        outcome: 'sent',
        reason: null,
        providerMessageId: `ses-${aMessage().id}`,
      });
    },
  );

  it('reconciles an unknown message, and settles one that was released by mistake', async () => {
    const world = await aWorld(memory(), 2);
    await claimed(world.store, 1);
    await world.store.settle({
      decisionId: aMessage(1).id,
      outcome: 'unknown',
      reason: 'no reply',
      at: NOW,
      evidence: null,
      providerMessageId: null,
      claimant: 'worker-1#1',
      enrolments: [],
      cancellations: [],
      facts: [],
    });
    await world.tell(anEvent({ kind: 'delivered' }));
    await world.tell(anEvent({ kind: 'sent', decisionId: aMessage(2).id }));
    expect((await stored(world.store, aMessage(1))).outcome).toBe('sent');
    expect((await stored(world.store, aMessage(2))).outcome).toBe('sent');
    const settled = (await world.store.factsOf(MAYA, 50)).filter(({ kind }) => kind === 'message-settled');
    expect(settled.map(({ body }) => body['outcome'])).toEqual(['sent', 'sent']);
  });

  it('says of a rejected message that it failed, and of a delayed one nothing yet', async () => {
    const world = await aWorld(memory(), 2);
    await claimed(world.store, 1);
    await claimed(world.store, 2);
    await world.tell(anEvent({ kind: 'rejected', detail: 'rejected Bad content' }));
    await world.tell(anEvent({ kind: 'delayed', decisionId: aMessage(2).id }));
    expect(await stored(world.store, aMessage(1))).toMatchObject({
      outcome: 'failed',
      reason: 'rejected Bad content',
    });
    expect((await stored(world.store, aMessage(2))).outcome).toBe('claimed');
  });

  it('is found by the provider’s own id where it carries no decision', async () => {
    const world = await aWorld(memory());
    await world.tell(anEvent({ kind: 'sent' }));
    expect(await world.tell(anEvent({ kind: 'delivered', decisionId: null, id: 'x' }))).toBe(
      'unknown-message',
    );
    const named = anEvent({ decisionId: null, providerMessageId: `ses-${aMessage().id}`, id: 'y' });
    expect(await world.tell(named)).toBe('applied');
    expect((await stored(world.store, aMessage())).feedback?.deliveredAt).toBe(named.at);
  });

  it('of no message of ours bars the address all the same, once the message will not become known', async () => {
    const world = await aWorld(memory());
    const stray = anEvent({ kind: 'bounced', bounce: 'hard', decisionId: null, providerMessageId: 'else' });
    expect(await world.tell(stray, stray.at + MINUTE_MS)).toBe('unknown-message');
    expect((await world.contact()).suppression).toBeNull();
    expect(await world.tell(stray, stray.at + HOUR_MS)).toBe('applied');
    expect((await world.contact()).suppression).toMatchObject({ why: 'hard-bounce' });
  });

  it('bars an address that does not exist, at the address the message went to', async () => {
    const world = await aWorld(memory());
    const was = 'maya@old.example';
    await world.tell(
      anEvent({ kind: 'bounced', bounce: 'hard', detail: '550 no such user', recipient: was }),
    );
    const key = addressKeyOf('email', was);
    expect((await world.store.loadContacts([key])).get(key)?.suppression).toEqual({
      why: 'hard-bounce',
      at: NOW + MINUTE_MS,
      source: '550 no such user',
    });
    expect((await world.contact()).suppression).toBeNull();
  });

  it('takes a complaint as a refusal of everything on the channel, with the report as its proof', async () => {
    const world = await aWorld(memory());
    await world.tell(anEvent({ kind: 'complained', detail: 'abuse Yahoo!-Mail-Feedback/2.0' }));
    const contact = await world.contact();
    expect(contact.suppression?.why).toBe('spam-complaint');
    expect(contact.consents['email/*']).toMatchObject({
      state: 'denied',
      at: NOW + MINUTE_MS,
      source: 'complaint about spam: abuse Yahoo!-Mail-Feedback/2.0',
      by: 'mailbox provider',
    });
  });

  it('bars an address after five messages in a row that bounced softly, and no sooner', async () => {
    const world = await aWorld(memory(), 6);
    const soft = (n: number, at: number) =>
      world.tell(anEvent({ kind: 'bounced', bounce: 'soft', decisionId: aMessage(n).id, at }));
    for (const n of [1, 2, 3, 4]) await soft(n, NOW + n * DAY_MS);
    await soft(4, NOW + 5 * DAY_MS);
    expect((await world.contact()).suppression).toBeNull();
    await soft(5, NOW + 6 * DAY_MS);
    expect((await world.contact()).suppression?.why).toBe('soft-bounces');
    await world.tell(anEvent({ decisionId: aMessage(6).id, at: NOW + 3.5 * DAY_MS }));
    expect((await world.contact()).suppression).toBeNull();
  });

  it('does not hold a message’s own fault against the address', async () => {
    const world = await aWorld(memory(), 5);
    for (const n of [1, 2, 3, 4, 5])
      await world.tell(
        anEvent({ kind: 'bounced', bounce: 'soft', blames: 'message', decisionId: aMessage(n).id }),
      );
    expect(await world.contact()).toMatchObject({ suppression: null, softBounces: [] });
  });

  it('tells journeys what a person did and not what a machine did', async () => {
    const world = await aWorld(memory());
    const link = 'https://shop.example/tea';
    await world.tell(anEvent({ kind: 'opened', userAgent: 'GoogleImageProxy' }));
    await world.tell(anEvent({ kind: 'clicked', link, userAgent: 'Barracuda', at: NOW + 2 * MINUTE_MS }));
    expect(world.heard).toEqual([]);
    await world.tell(
      anEvent({ kind: 'clicked', link, userAgent: 'Mozilla/5.0 (iPhone)', at: NOW + HOUR_MS }),
    );
    expect(world.heard.map(({ name, properties }) => [name, properties['link_url']])).toEqual([
      ['Email Link Clicked', link],
    ]);
    expect((await stored(world.store, aMessage())).feedback).toMatchObject({
      openedByMachineAt: NOW + MINUTE_MS,
      clickedByMachineAt: NOW + 2 * MINUTE_MS,
      clickedAt: NOW + HOUR_MS,
    });
  });

  it('does not look at what the reader of an untracked address does', async () => {
    const world = await aWorld(memory());
    const known = await world.contact();
    const contact = { ...known, version: known.version + 1, tracking: false };
    await world.store.changeContacts({
      contacts: [{ contact, expectedVersion: known.version }],
      facts: [],
      at: NOW,
    });
    await world.tell(anEvent({ kind: 'clicked', link: 'https://shop.example/', at: NOW + HOUR_MS }));
    const after = await stored(world.store, aMessage());
    expect(after.feedback).toEqual({});
    expect(after.outcome).toBe('sent');
    expect(world.heard).toEqual([]);
  });

  it('writes nothing for the hundredth open', async () => {
    const world = await aWorld(memory());
    await world.tell(anEvent({ kind: 'opened', at: NOW + HOUR_MS }));
    expect(await world.tell(anEvent({ kind: 'opened', at: NOW + 2 * HOUR_MS }))).toBe('duplicate');
  });

  it('reads the contact again when it moved', async () => {
    const world = await aWorld(memory());
    let raced = false;
    const { deps, store } = world;
    const racing: FeedbackDeps = {
      ...deps,
      store: {
        ...store,
        recordFeedback: async (change) => {
          if (!raced) {
            raced = true;
            await claimed(store);
          }
          return store.recordFeedback(change);
        },
      },
    };
    const event = anEvent({ kind: 'bounced', bounce: 'hard' });
    expect(await applyFeedback(racing, event, event.at)).toBe('applied');
    expect((await world.contact()).suppression?.why).toBe('hard-bounce');
  });
});
