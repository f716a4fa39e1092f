/** A shop whose customers open the links of its messages: a store, the pages over it, and links as messages carry them. */
import { createMemoryStore } from '../../adapters/memory/memoryStore.ts';
import { applyEvent } from '../../core/customer/applyEvent.ts';
import type { CustomerEvent, IdentifiedEvent } from '../../core/customer/event.ts';
import { type AddressKey, type CustomerId, decisionId } from '../../core/ids.ts';
import { DIRECT_EXPIRY_MS, directDecision } from '../../core/message/directSend.ts';
import type { ProviderEvent } from '../../core/message/feedback.ts';
import { type Contact, newContact } from '../../core/message/contact.ts';
import type { ConsentChannel } from '../../core/message/messageClass.ts';
import type { Store } from '../../core/ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../core/settings/settings.ts';
import { PublicPages } from '../../functions/pages/publicPages.ts';
import type { PageAnswer, PageRequest } from '../../functions/pages/request.ts';
import { type Container } from '../../functions/shared/container.ts';
import { LINK_SEGMENTS } from '../../functions/shared/links.ts';
import {
  type LinkClaims,
  linkKeys,
  type LinkKeys,
  type LinkPurpose,
  signLink,
} from '../../functions/shared/linkToken.ts';
import { aContainer } from './aContainer.ts';
import { MAYA, NOW } from './builders.ts';
import { addressKeyOf } from './sendWorld.ts';

/** The secret of every test's links. */
export const TEST_KEYS: LinkKeys = linkKeys(1, { 1: Buffer.alloc(32, 7) });

const DAY_BEFORE = NOW - 3_600_000;

export interface PagesWorld {
  readonly pages: PublicPages;
  readonly container: Container;
  readonly store: Store;
  readonly clock: { now: number };
  /** What was told of opens and clicks. */
  readonly told: ProviderEvent[];
  token(purpose: LinkPurpose, claims?: Partial<LinkClaims>): string;
  ask(method: string, purpose: LinkPurpose, token: string, more?: Partial<PageRequest>): Promise<PageAnswer>;
  get(purpose: LinkPurpose, query?: string, claims?: Partial<LinkClaims>): Promise<PageAnswer>;
  post(
    purpose: LinkPurpose,
    form: Readonly<Record<string, string>>,
    claims?: Partial<LinkClaims>,
  ): Promise<PageAnswer>;
  apply(event: CustomerEvent): Promise<'applied' | 'duplicate'>;
  contact(key?: AddressKey): Promise<Contact>;
}

export function emailOf(id: CustomerId): string {
  return `${id}@example.org`;
}

export function keyOf(id: CustomerId, channel: ConsentChannel = 'email'): AddressKey {
  return addressKeyOf(channel, emailOf(id));
}

/** Somebody with an address who agreed to the newsletter and offers by email. */
export function signUp(id: CustomerId, more: Partial<IdentifiedEvent> = {}): IdentifiedEvent {
  const granted = (topic: string) =>
    ({
      topic,
      channel: 'email',
      state: 'granted',
      at: DAY_BEFORE,
      source: 'checkout form',
      wording: 'Send me letters.',
    }) as const;
  return {
    kind: 'identified',
    source: 'shop',
    messageId: `sign-up/${id}`,
    customerId: id,
    at: DAY_BEFORE,
    email: emailOf(id),
    name: 'Maya Lin',
    consents: [granted('newsletter'), granted('offers')],
    ...more,
  };
}

const PAGE: PageRequest = {
  method: 'GET',
  path: '/p/',
  query: new URLSearchParams(),
  body: '',
  acceptLanguage: null,
  userAgent: 'Test',
};

export function claimsOf(id: CustomerId, claims: Partial<LinkClaims> = {}): LinkClaims {
  return {
    decisionId: decisionId(`${id}/letters//1/hello/1`),
    customerId: id,
    contactKey: keyOf(id),
    channel: 'email',
    topic: 'offers',
    ...claims,
  };
}

export async function pagesWorld(
  options: {
    readonly store?: Store;
    readonly settings?: Settings;
    readonly people?: readonly CustomerId[];
  } = {},
): Promise<PagesWorld> {
  const { settings = DEFAULT_SETTINGS, people = [MAYA] } = options;
  const links = { keys: TEST_KEYS, baseUrl: 'https://mail.example.org' };
  const { container, store, clock } = aContainer({
    store: options.store ?? createMemoryStore(),
    settings,
    links,
  });
  const told: ProviderEvent[] = [];
  const report = async (event: ProviderEvent) => told.push(event);
  const pages = new PublicPages({ container, keys: TEST_KEYS, report });

  const apply: PagesWorld['apply'] = async (event) => {
    const { book, model } = await container.inForce();
    return applyEvent({ store, addressKeyOf, settings, model }, book, event, clock.now);
  };
  const ask: PagesWorld['ask'] = (method, purpose, token, more = {}) =>
    pages.answer({ ...PAGE, method, path: `/p/${LINK_SEGMENTS[purpose]}/${token}`, ...more });
  const token: PagesWorld['token'] = (purpose, claims) =>
    signLink(TEST_KEYS, purpose, claimsOf(MAYA, claims));

  for (const id of people) {
    await apply(signUp(id));
    const wanted = {
      id: claimsOf(id).decisionId,
      journey: 'api',
      customerId: id,
      channel: 'email',
      template: 'hello',
      class: 'promotional',
      topic: 'offers',
      data: null,
      expiresAt: NOW + DIRECT_EXPIRY_MS,
    } as const;
    await store.putDecisions([directDecision(wanted, { settings: 1, model: 1 }, NOW)]);
  }
  return {
    pages,
    container,
    store,
    clock,
    told,
    apply,
    ask,
    token,
    get: (purpose, query = '', claims = {}) =>
      ask('GET', purpose, token(purpose, claims), { query: new URLSearchParams(query) }),
    post: (purpose, form, claims = {}) =>
      ask('POST', purpose, token(purpose, claims), { body: new URLSearchParams(form).toString() }),
    contact: async (key = keyOf(MAYA)) => (await store.loadContacts([key])).get(key) ?? newContact(key),
  };
}
