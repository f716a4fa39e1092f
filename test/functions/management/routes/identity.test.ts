import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../../../core/customer/applyEvent.ts';
import type { CustomerEvent } from '../../../../core/customer/event.ts';
import { anonymousIdOf } from '../../../../core/customer/identity.ts';
import { customerId } from '../../../../core/ids.ts';
import { isoInstant } from '../../../../core/time.ts';
import { aContainer } from '../../../support/aContainer.ts';
import { anEvent, anIdentity, anOrderEvent, denied, NOW } from '../../../support/builders.ts';
import { call } from '../call.ts';

const VISITOR = anonymousIdOf('browser');

async function aShop(...events: CustomerEvent[]) {
  const { container, store } = aContainer();
  const { addressKeyOf, settings } = container;
  const { book, model } = await container.inForce();
  for (const event of events) await applyEvent({ store, addressKeyOf, settings, model }, book, event, NOW);
  return (id: string) => call(container, `/v1/customers/${encodeURIComponent(id)}`);
}

describe('GET /v1/customers/{id} of somebody with several ids', () => {
  it('answers for any of them with the one person, says so, and shows what changed hands', async () => {
    const show = await aShop(
      anIdentity({ customerId: VISITOR, name: 'Guest', at: NOW - 9 }),
      anOrderEvent({ id: 'guest', customerId: VISITOR, at: NOW - 8 }),
      anEvent({ name: 'Cart Viewed', alsoKnownAs: [VISITOR] }),
    );
    const { status, body } = await show(VISITOR);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: 'maya',
      askedAs: VISITOR,
      otherIds: [VISITOR],
      merges: [
        { at: isoInstant(NOW), id: VISITOR, into: 'maya', by: 'seen', orders: 1, fields: ['email', 'name'] },
      ],
      ordersList: [{ id: 'guest', origin: VISITOR }],
    });
    expect((await show('maya')).body).toEqual({ ...body, askedAs: null });
  });

  it('names customers who share an address and stay apart', async () => {
    const lin = customerId('lin');
    const shared = { email: 'family@example.org' };
    const show = await aShop(anIdentity(shared), anIdentity({ ...shared, customerId: lin }));
    expect((await show('maya')).body).toMatchObject({
      askedAs: null,
      sharedAddressWith: ['lin'],
      merges: [],
    });
    expect((await show('lin')).body).toMatchObject({ sharedAddressWith: ['maya'] });
  });

  it('shows the consents that hold: an own one without an address, the strictest of several ids', async () => {
    const { email: _, ...silent } = anIdentity({ consents: [denied('offers', { channel: 'sms' })] });
    const no = anIdentity({
      customerId: VISITOR,
      email: 'old@example.org',
      consents: [denied('news')],
      at: NOW - 9,
    });
    const show = await aShop(silent, no, anIdentity(), anEvent({ alsoKnownAs: [VISITOR] }));
    const { body } = await show('maya');
    expect(body).toMatchObject({
      consents: [
        { channel: 'email', topic: 'news', state: 'denied' },
        { channel: 'sms', topic: 'offers', state: 'denied' },
      ],
    });
  });
});
