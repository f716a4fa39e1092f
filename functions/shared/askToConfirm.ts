/**
 * Runs a task that asks somebody to confirm a consent: one transactional message to the address it was told with, one a day
 * at most whatever is asked for there. What was confirmed or refused meanwhile, or an address that is no longer the person's,
 * asks nothing.
 */
import { CONFIRMED_BY, confirmBody, unconfirmedTopics } from '../../core/customer/confirmTask.ts';
import { contactInForce } from '../../core/customer/consentsInForce.ts';
import type { Person } from '../../core/customer/person.ts';
import { type AddressKey, decisionId } from '../../core/ids.ts';
import type { JsonObject } from '../../core/json.ts';
import { newContact } from '../../core/message/contact.ts';
import { DIRECT_EXPIRY_MS, directDecision } from '../../core/message/directSend.ts';
import { templateLocale } from '../../core/message/templateLocale.ts';
import type { AddressKeyOf, Store } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { TaskRunner } from '../../core/task.ts';
import { type Instant, utcDay } from '../../core/time.ts';

const TEMPLATE = 'confirm-consent';

interface AskDeps {
  readonly store: Pick<
    Store,
    'loadProfile' | 'loadContacts' | 'loadIdentities' | 'putDecisions' | 'removeTask'
  >;
  readonly addressKeyOf: AddressKeyOf;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly modelVersion: number;
}

/** Names of topics as a letter lists them, in the language it will be written in. */
function topicNames(topics: readonly string[], person: Person, settings: Settings): JsonObject {
  const locale = templateLocale(person.locale, settings.shop.locale) === 'zh-CN' ? 'zh-CN' : 'en';
  const named = topics.map((topic) => settings.messages.topics[topic]?.name[locale] ?? topic);
  return { topics: named.join(locale === 'en' ? ', ' : '、') };
}

async function ask(deps: AskDeps, person: Person, key: AddressKey, now: Instant): Promise<void> {
  const { store, settings, addressKeyOf } = deps;
  if (person.email === null || addressKeyOf(CONFIRMED_BY, person.email) !== key) return;
  const stored = (await store.loadContacts([key])).get(key) ?? newContact(key);
  const contact = await contactInForce(store, addressKeyOf, person, CONFIRMED_BY, stored);
  const topics = unconfirmedTopics(contact, person, settings, now);
  const [topic] = topics;
  if (topic === undefined) return;
  const wanted = {
    id: decisionId(`consent/${key}/${utcDay(now)}`),
    journey: 'consent',
    customerId: person.id,
    channel: CONFIRMED_BY,
    template: TEMPLATE,
    class: 'transactional',
    topic,
    data: topicNames(topics, person, settings),
    expiresAt: now + DIRECT_EXPIRY_MS,
  } as const;
  const versions = { settings: deps.settingsVersion, model: deps.modelVersion };
  await store.putDecisions([directDecision(wanted, versions, now)]);
}

/** Whoever repeats it asks nobody twice. */
export function askToConfirm(deps: AskDeps): TaskRunner {
  const { store } = deps;
  return async (task, now) => {
    const { contactKey } = confirmBody(task);
    const person = task.customerId === null ? null : await store.loadProfile(task.customerId);
    if (person !== null) await ask(deps, person, contactKey, now);
    return (await store.removeTask(task.id, task.version)) === 'committed' ? 'done' : 'lost';
  };
}
