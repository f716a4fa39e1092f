/**
 * Trying a template: what it would show of a customer, and a message of it to a colleague's address. A trial is a decision of its
 * own in the ledger, born claimed, so that no wave takes it up and a crash leaves an unknown, never a second message. It asks no
 * gate, for whoever named the address wants it there; it touches no contact, so no cap, tally or consent moves.
 */
import { newPerson, type Person } from '../customer/person.ts';
import type { Fact } from '../fact.ts';
import { customerId, type DecisionId, decisionId, enrolmentId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import { CLAIM_TIMEOUT_MS, type Decision } from './decision.ts';
import type { ConsentChannel } from './messageClass.ts';
import { standInLinks } from './links.ts';
import type { MessageProvider, ProviderReply, TemplatedMessage } from './provider.ts';
import { type SendDeps, TEST_JOURNEY } from './send.ts';
import { settleClaimed, type SettleDeps, settlement } from './settle.ts';
import { type PublishedTemplate, templateLocale, type TemplateLocale } from './template.ts';

/** Topic of trials, which nobody is asked to consent to. */
const TRIAL_TOPIC = 'test';

export interface Trial {
  readonly template: PublishedTemplate;
  readonly person: Person;
  /** Null: as the person would read it. */
  readonly locale: string | null;
  /** Properties of the event that let the person in; null where there is none. */
  readonly event: JsonObject | null;
  readonly at: Instant;
}

/** @param key sets trials of one moment apart. */
function trialDecision({ template, person, event, at }: Trial, key: string): Decision {
  const id = decisionId(`${person.id}/${TEST_JOURNEY}//${template.id}/${key}`);
  return {
    id,
    customerId: person.id,
    enrolmentId: enrolmentId(`api/${id}`),
    journeyId: TEST_JOURNEY,
    journeyVersion: 0,
    nodeId: template.id,
    class: 'transactional',
    channel: template.source.channel,
    topic: TRIAL_TOPIC,
    template: template.id,
    url: null,
    event,
    given: null,
    priority: 0,
    onRefusal: 'skip',
    heldOut: false,
    decidedAt: at,
    expiresAt: at + CLAIM_TIMEOUT_MS,
    settingsVersion: 0,
    modelVersion: 0,
    lane: 'upkeep',
    dueAt: at + CLAIM_TIMEOUT_MS,
    attempts: 0,
    outcome: 'claimed',
    reason: null,
    claimant: `${TEST_JOURNEY}/${id}`,
    claimedAt: at,
    settledAt: null,
    providerMessageId: null,
    templateVersion: template.version,
    evidence: { test: true },
    tries: 1,
    costMicroUsd: 0,
    tallyGroup: null,
    feedback: null,
  };
}

type MergeData = SendDeps['mergeData'];

/** Whoever tries a template, as far as links are concerned. */
const COLLEAGUE = customerId('test');

/**
 * The customer's data, but for the links: those are of whoever tries the template, so that nobody leaves a mailing in a
 * customer's name. With nobody to send it to they open nothing.
 */
function trialData(
  { person, at }: Trial,
  decision: Decision,
  { settings, mergeData }: { readonly settings: Settings; readonly mergeData: MergeData },
  to: string | null,
): JsonObject {
  const data = mergeData(decision, person, settings, at);
  if (to === null) return { ...data, links: standInLinks(decision, settings) };
  const { channel } = decision;
  const [email, phone] = [channel === 'email' ? to : null, channel === 'sms' ? to : null];
  const colleague = { ...newPerson(COLLEAGUE, at), email, phone };
  const { links = {} } = mergeData({ ...decision, customerId: COLLEAGUE }, colleague, settings, at);
  return { ...data, links };
}

/** The language a trial is in, and what the template may show. */
export function trialContent(trial: Trial, settings: Settings, mergeData: MergeData) {
  const data = trialData(trial, trialDecision(trial, 'preview'), { settings, mergeData }, null);
  return { locale: localeOf(trial, settings), data };
}

function localeOf({ template, person, locale }: Trial, { shop }: Settings): TemplateLocale {
  return templateLocale(locale ?? person.locale, shop.locale, Object.keys(template.source.locales));
}

export interface TrialDeps {
  readonly store: SettleDeps['store'];
  readonly provider: MessageProvider;
  readonly settings: Settings;
  readonly settingsVersion: number;
  readonly mergeData: MergeData;
}

export interface TrialResult {
  readonly decisionId: DecisionId;
  readonly template: string;
  readonly channel: ConsentChannel;
  readonly locale: string;
  readonly to: string;
  readonly outcome: 'sent' | 'failed' | 'unknown';
  readonly reason: string | null;
}

function acceptedFact(decision: Decision): Fact {
  return {
    customerId: decision.customerId,
    at: decision.decidedAt,
    kind: 'message-accepted',
    journeyId: decision.journeyId,
    body: { decision: decision.id, node: decision.nodeId },
  };
}

async function attempt(provider: MessageProvider, message: TemplatedMessage): Promise<ProviderReply> {
  try {
    return await provider.send(message);
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : 'the provider failed without a word';
    return { kind: 'ambiguous', reason };
  }
}

function outcomeOf(reply: ProviderReply): Pick<TrialResult, 'outcome' | 'reason'> {
  switch (reply.kind) {
    case 'accepted':
      return { outcome: 'sent', reason: null };
    case 'refused':
      return { outcome: 'failed', reason: reply.reason };
    case 'ambiguous':
      return { outcome: 'unknown', reason: reply.reason };
  }
}

/**
 * Sends one trial to one address, once, marked as a test in its subject.
 * @param to an email address, or a number in E.164, as the template's channel asks.
 * @param key sets trials of one moment apart; one that was tried is not sent again (`null`).
 */
export async function sendTrial(
  deps: TrialDeps,
  trial: Trial,
  to: string,
  key: string,
): Promise<TrialResult | null> {
  const { template, person, at } = trial;
  const { channel } = template.source;
  const decision = { ...trialDecision(trial, key), settingsVersion: deps.settingsVersion };
  const [isNew] = await deps.store.putDecisions([{ decision, fact: acceptedFact(decision) }]);
  if (isNew !== true) return null;
  const locale = localeOf(trial, deps.settings);
  const mergeData = { ...trialData(trial, decision, deps, to), test: true };
  const envelope = { decisionId: decision.id, customerId: person.id, at, locale, mergeData, to, channel };
  const { journeyId, journeyVersion, nodeId, class: of, topic } = decision;
  const reply = await attempt(deps.provider, {
    ...envelope,
    ...{ journeyId, journeyVersion, nodeId, class: of, topic },
    template: template.id,
    templateVersion: template.version,
  });
  const { outcome, reason } = outcomeOf(reply);
  const providerMessageId = reply.kind === 'accepted' ? reply.providerMessageId : null;
  const { claimant, evidence } = decision;
  await settleClaimed(
    deps,
    settlement(decision, at, outcome, { claimant, reason, evidence, providerMessageId }),
  );
  return { decisionId: decision.id, template: template.id, channel, locale, to, outcome, reason };
}
