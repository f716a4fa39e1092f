/**
 * R15: the reputation guard pauses before complaints reach 0.08 % or hard bounces 4 %. Worlds of random lists, good and bad, some
 * turning bad on the way, are sent to through the real wave, and what the provider tells comes back through the real handler, in
 * batches, late, and also while a page is being sent. An account of its own, kept from what the provider was handed and what
 * it told, finds the batch with which a rate crossed its limit; pages begun after it may send nothing that is not transactional.
 */
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { memoryRejects } from '../../../adapters/memory/rejects.ts';
import { decisionTag, SES_TAGS } from '../../../adapters/aws/decisionTag.ts';
import { chance } from '../../../core/chance.ts';
import { newPerson } from '../../../core/customer/person.ts';
import { addressKey, customerId, decisionId, enrolmentId } from '../../../core/ids.ts';
import { drainWave } from '../../../core/journey/wave.ts';
import { LANES } from '../../../core/message/decision.ts';
import { SENDING_GUARD } from '../../../core/message/sending.ts';
import type { OutboundMessage, Store } from '../../../core/ports.ts';
import { DEFAULT_SETTINGS, settingsSchema } from '../../../core/settings/settings.ts';
import { isoInstant, MINUTE_MS } from '../../../core/time.ts';
import { journeyWavePlan } from '../../../functions/journeyWavePlan/handler.ts';
import { providerEvents } from '../../../functions/providerEvents/handler.ts';
import { makeContainer } from '../../../functions/shared/container.ts';
import { memoryScratch } from '../../../functions/shared/scratch.ts';
import { lambdaContext } from '../../../local/machines/lambdaContext.ts';
import { aDecision } from '../../support/builders.ts';
import { allRunners } from '../../../functions/shared/runners/allRunners.ts';

/** Noon in the zone of everyone. */
const START = Date.UTC(2026, 2, 10, 12);
const MINUTES = 240;
const BATCH = 10;
const LIMITS = { complaints: 0.0008, bounces: 0.04, from: 1_000 };

interface World {
  readonly people: number;
  readonly complaintRate: number;
  readonly bounceRate: number;
  /** The rates hold from this person on; before, nobody complains and nothing bounces. */
  readonly turnsAt: number;
  /** Longest delay of a complaint, in minutes; bounces and deliveries come within two. */
  readonly slow: number;
}

function drawWorld(seed: number): World {
  const draw = (what: string) => chance(seed, 'r15', what);
  const bad = draw('kind');
  return {
    people: 1_500 + Math.floor(2_000 * draw('people')),
    complaintRate: bad < 0.25 ? 0 : 0.012 * draw('complaints') ** 2,
    bounceRate: bad < 0.4 ? 0.02 * draw('few bounces') : 0.14 * draw('bounces'),
    turnsAt: draw('turns') < 0.5 ? 0 : Math.floor(2_000 * draw('turns at')),
    slow: 2 + Math.floor(60 * draw('slow')),
  };
}

/** What the world itself counts, from what left and what was told. */
class Account {
  sends = 0;
  delivered = 0;
  bounces = 0;
  complaints = 0;
  /** The page under way when a rate crossed its limit; null as long as none has. */
  crossedInPage: number | null = null;
  pausedBefore = false;
  sentInPage = 0;
  sentAfter = 0;
  page = 0;

  left(messageClass: OutboundMessage['class']): void {
    this.sends += 1;
    if (messageClass === 'transactional' || this.crossedInPage === null) return;
    if (this.page > this.crossedInPage) this.sentAfter += 1;
    else this.sentInPage += 1;
  }

  /** After a batch of the provider's was taken. */
  look(isPaused: boolean): void {
    if (this.crossedInPage !== null || this.sends < LIMITS.from) return;
    const isOver =
      this.complaints >= LIMITS.complaints * Math.max(1, this.delivered) ||
      this.bounces >= LIMITS.bounces * this.sends;
    if (isOver && (this.complaints > 0 || this.bounces > 0)) this.crossedInPage = this.page;
    else this.pausedBefore ||= isPaused;
  }
}

interface Told {
  readonly at: number;
  readonly what: 'delivered' | 'bounces' | 'complaints';
  readonly body: string;
}

function sesBody(type: string, message: OutboundMessage, at: number): string {
  const timestamp = isoInstant(at);
  const tags = Object.entries(decisionTag(message.decisionId, SES_TAGS)).map(([name, value]) => [
    name,
    [value],
  ]);
  const to = [{ emailAddress: message.to }];
  return JSON.stringify({
    eventType: type,
    mail: {
      timestamp: isoInstant(message.at),
      messageId: `ses-${message.decisionId}`,
      destination: [message.to],
      tags: Object.fromEntries(tags),
    },
    delivery: { timestamp, recipients: [message.to] },
    bounce: { timestamp, bounceType: 'Permanent', bounceSubType: 'General', bouncedRecipients: to },
    complaint: { timestamp, complaintFeedbackType: 'abuse', complainedRecipients: to },
  });
}

function fateOf(seed: number, world: World, message: OutboundMessage): Told[] {
  const place = Number(message.customerId.slice(1));
  const draw = (what: string) => chance(seed, what, message.decisionId);
  const soon = message.at + Math.floor(2 * MINUTE_MS * draw('soon'));
  const isBad = place >= world.turnsAt;
  if (isBad && draw('bounces') < world.bounceRate)
    return [{ at: soon, what: 'bounces', body: sesBody('Bounce', message, soon) }];
  const arrived: Told = { at: soon, what: 'delivered', body: sesBody('Delivery', message, soon) };
  if (!isBad || draw('complains') >= world.complaintRate) return [arrived];
  const later = soon + Math.floor(world.slow * MINUTE_MS * draw('later'));
  return [arrived, { at: later, what: 'complaints', body: sesBody('Complaint', message, later) }];
}

const SETTINGS = settingsSchema.parse({
  ...DEFAULT_SETTINGS,
  messages: { ...DEFAULT_SETTINGS.messages, caps: [], quietHours: [] },
});

function keyOf(_channel: string, address: string) {
  return addressKey(address);
}

async function fill(store: Store, { people }: World): Promise<void> {
  const consent = {
    topic: 'offers',
    channel: 'email',
    state: 'granted',
    at: 0,
    source: 'test',
    wording: null,
  } as const;
  const ids = Array.from({ length: people }, (_, n) => customerId(`p${n}`));
  await store.importPeople(
    ids.map((id) => {
      const email = `${id}@people.example`;
      const person = { ...newPerson(id, 0), email, zone: 'UTC' };
      return { person, consents: [{ contactKey: keyOf('email', email), change: consent }] };
    }),
  );
  const decisions = ids.map((id, n) => {
    const at = START + Math.floor((n / people) * (MINUTES / 2)) * MINUTE_MS;
    return aDecision({
      id: decisionId(`${id}/test//1/hello/1`),
      customerId: id,
      enrolmentId: enrolmentId(`${id}/test//1`),
      class: n % 20 === 0 ? 'transactional' : 'promotional',
      lane: n % 20 === 0 ? 'transactional' : 'bulk',
      decidedAt: at,
      dueAt: at,
      expiresAt: at + 24 * 60 * MINUTE_MS,
    });
  });
  const facts = decisions.map(({ id, customerId: owner, decidedAt }) => ({
    customerId: owner,
    at: decidedAt,
    kind: 'message-accepted' as const,
    journeyId: 'test',
    body: { decision: id },
  }));
  await store.commitStep({ enrolments: [], cancellations: [], decisions, facts });
  const words = { subject: 'Hello', preheader: '', html: '<p>Hello</p>', text: 'Hello' };
  const source = { subject: 'Hello', preheader: '', mjml: '<mjml></mjml>', text: 'Hello' };
  await store.publishTemplate(
    { id: 'hello', channel: 'email', locales: { en: source, 'zh-CN': source } },
    { en: words, 'zh-CN': words },
    START,
  );
}

/** One world lived through. */
async function live(seed: number): Promise<Account> {
  const world = drawWorld(seed);
  const account = new Account();
  const memory = createMemoryStore();
  const waiting: Told[] = [];
  let now = START;
  const store: Store = {
    ...memory,
    getValue: (name) => {
      if (name === SENDING_GUARD && !looking) account.page += 1;
      return memory.getValue(name);
    },
  };
  /** While the handler looks: what it reads begins no page. */
  let looking = false;
  const container = makeContainer({
    store,
    provider: {
      send: async (message) => {
        account.left(message.class);
        waiting.push(...fateOf(seed, world, message));
        if (chance(seed, 'while sending', message.decisionId) < 0.02) await tell();
        return { kind: 'accepted', providerMessageId: `ses-${message.decisionId}` };
      },
    },
    addressKeyOf: keyOf,
    runners: allRunners,
    scratch: memoryScratch(),
    rejects: memoryRejects(),
    settings: SETTINGS,
    settingsVersion: 1,
    now: () => now,
    claimant: 'worker',
    keepEvidence: false,
    mergeData: () => ({}),
    costOf: () => 0,
  });
  const handler = providerEvents(container);
  const plan = journeyWavePlan(container);

  /** One batch of what is due. */
  async function tell(): Promise<boolean> {
    const due = waiting.filter(({ at }) => at <= now).slice(0, BATCH);
    if (due.length === 0) return false;
    for (const one of due) waiting.splice(waiting.indexOf(one), 1);
    const Records = due.map(({ body }, n) => ({
      ...{ messageId: `m${n}`, receiptHandle: '', body, messageAttributes: {}, md5OfBody: '' },
      ...{ eventSource: '', eventSourceARN: '', awsRegion: '' },
      attributes: {
        ...{
          ApproximateReceiveCount: '1',
          SentTimestamp: '',
          SenderId: '',
          ApproximateFirstReceiveTimestamp: '',
        },
      },
    }));
    looking = true;
    const answer = await handler(
      { Records },
      lambdaContext('providerEvents', () => 30_000),
    );
    looking = false;
    if ((answer?.batchItemFailures.length ?? 0) > 0)
      throw new Error(`world ${seed}: an event was not applied`);
    for (const { what } of due) account[what] += 1;
    const guard = await memory.getValue(SENDING_GUARD);
    account.look(guard !== null && guard !== 'null');
    return true;
  }

  await fill(store, world);
  const shards = Array.from({ length: store.shards }, (_, shard) => shard);
  for (let minute = 0; minute < MINUTES; minute += 1) {
    now = START + minute * MINUTE_MS;
    while (await tell());
    looking = true;
    await plan(
      {},
      lambdaContext('journeyWavePlan', () => 30_000),
    );
    looking = false;
    await drainWave(await container.waveDeps(() => true), { lanes: LANES, shards }, now);
  }
  return account;
}

const QUICK_WORLDS = 16;
const FULL_WORLDS = 400;

export interface GuardedWorlds {
  readonly worlds: number;
  readonly crossed: number;
  /** Worlds in which sending was paused before a rate crossed its limit. */
  readonly before: number;
  /** In pages begun after the crossing batch. */
  readonly sentAfter: number;
  /** Most in the page that was under way when it came. */
  readonly mostInPage: number;
}

export async function guardedWorlds(seed: number, worlds: number): Promise<GuardedWorlds> {
  const accounts: Account[] = [];
  for (let n = 0; n < worlds; n += 1) accounts.push(await live(seed * 100_003 + n));
  return {
    worlds,
    crossed: accounts.filter(({ crossedInPage }) => crossedInPage !== null).length,
    before: accounts.filter(({ pausedBefore }) => pausedBefore).length,
    sentAfter: accounts.reduce((sum, one) => sum + one.sentAfter, 0),
    mostInPage: Math.max(...accounts.map(({ sentInPage }) => sentInPage)),
  };
}

export async function run({
  seed,
  full,
}: {
  readonly seed: number;
  readonly full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const found = await guardedWorlds(seed, full ? FULL_WORLDS : QUICK_WORLDS);
  const { worlds, crossed, before, sentAfter, mostInPage } = found;
  const measured = `${sentAfter} sends (${crossed} of ${worlds} worlds crossed, ${before} were paused before; at most ${mostInPage} in the page under way)`;
  return { measured, runs: worlds, pass: sentAfter === 0 && crossed + before > 0 };
}
