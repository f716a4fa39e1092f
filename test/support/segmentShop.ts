/** A shop of forty people for segments over the API: where they live, what they viewed, ordered and agreed to. */
import { applyEvent } from '../../core/customer/applyEvent.ts';
import { newPerson } from '../../core/customer/person.ts';
import { customerId } from '../../core/ids.ts';
import { EVERY_TOPIC } from '../../core/message/contact.ts';
import { membersPage } from '../../core/segment/members.ts';
import { DAY_MS } from '../../core/time.ts';
import { call } from '../functions/management/call.ts';
import type { ContainerParts } from '../../functions/shared/container.ts';
import { aContainer } from './aContainer.ts';
import { anEvent, anOrderEvent, NOW } from './builders.ts';
import { addressKeyOf } from './sendWorld.ts';

export const BERLIN = `
id: berlin
kind: live
name: { en: Berlin, zh-CN: 柏林 }
rule: { trait: city, equals: Berlin }
`;
export const LOOKING = `
id: looking
kind: live
name: { en: Looking, zh-CN: 浏览 }
rule:
  all:
    - { event: Product Viewed, count: { min: 2 } }
    - { segment: berlin }
`;
export const STAFF = 'id: staff\nkind: list\nname: { en: Staff, zh-CN: 员工 }\n';

export const sources = (...texts: string[]) => texts.map((source, n) => ({ name: `${n}.yaml`, source }));

/** Forty people, every other in Berlin, person n having viewed n % 4 products and ordered n % 3 times. */
export async function aSegmentShop(overrides: Partial<ContainerParts> = {}) {
  const world = aContainer(overrides);
  const { container, store } = world;
  const consent = { channel: 'email', at: NOW - DAY_MS, source: 'form', wording: null } as const;
  await store.importPeople(
    Array.from({ length: 40 }, (_, n) => {
      const id = customerId(`c${String(n).padStart(2, '0')}`);
      const email = n % 10 === 9 ? null : `${id}@x.example`;
      const contactKey = addressKeyOf('email', email ?? '');
      const state = n % 10 === 7 ? ('denied' as const) : ('granted' as const);
      const topic = n % 10 === 7 ? EVERY_TOPIC : 'offers';
      return {
        person: {
          ...newPerson(id, NOW - 90 * DAY_MS),
          email,
          traits: { city: n % 2 === 0 ? 'Paris' : 'Berlin' },
        },
        consents: email === null ? [] : [{ contactKey, change: { ...consent, topic, state } }],
      };
    }),
  );
  const tell = async () => {
    for (let n = 0; n < 40; n += 1) {
      const id = customerId(`c${String(n).padStart(2, '0')}`);
      const { book, model } = await container.inForce();
      const deps = { store, addressKeyOf, settings: container.settings, model };
      for (let k = 0; k < n % 4; k += 1)
        await applyEvent(
          deps,
          book,
          anEvent({ customerId: id, name: 'Product Viewed', messageId: `${n}/${k}`, properties: {} }),
          NOW,
        );
      for (const [name, times] of [
        ['Discount Taken', n % 5 === 0 ? 4 : 0],
        ['Checkout Started', n % 8 === 0 ? 1 : 0],
      ] as const)
        for (let k = 0; k < times; k += 1)
          await applyEvent(
            deps,
            book,
            anEvent({ customerId: id, name, messageId: `${name}/${n}/${k}`, properties: {} }),
            NOW,
          );
      for (let k = 0; k < n % 3; k += 1)
        await applyEvent(
          deps,
          book,
          anOrderEvent({ id: `${n}-${k}`, customerId: id, at: NOW - (k + 1) * 40 * DAY_MS }),
          NOW,
        );
    }
  };
  await tell();
  return world;
}

export type SegmentShop = Awaited<ReturnType<typeof aSegmentShop>>;

export async function membersOf(world: SegmentShop, id: string): Promise<string[]> {
  const { members } = await membersPage(world.store, id, { after: null, limit: 100 });
  return members.map(({ person }) => person.id);
}

export const put = (world: SegmentShop, body: unknown, headers = {}) =>
  call<Record<string, unknown>>(world.container, '/v1/segments', {
    method: 'PUT',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers,
  });
