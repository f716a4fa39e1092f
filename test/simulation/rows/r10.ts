/**
 * R10: caps and budgets while fifty claim at once. Workers with a purse each send everything that is pending for a few hundred
 * people, every one of whom has more messages waiting than a cap lets through, while a budget pays for fewer than the
 * caps allow. Counted are the messages the provider took, over what cap and budget allow. Offers are granted and redeemed
 * likewise: `r10Offers.ts`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { createMemoryStore } from '../../../adapters/memory/memoryStore.ts';
import { openSqliteStore } from '../../../adapters/sqlite/sqliteStore.ts';
import { chance } from '../../../core/chance.ts';
import { newPerson } from '../../../core/customer/person.ts';
import { addressKey, customerId, decisionId } from '../../../core/ids.ts';
import { directDecision } from '../../../core/message/directSend.ts';
import type { Decision } from '../../../core/message/decision.ts';
import { Purse } from '../../../core/message/purse.ts';
import { runSend, type SendDeps } from '../../../core/message/send.ts';
import { SENDING_FREELY } from '../../../core/message/sendingState.ts';
import type { AddressKeyOf, OutboundMessage, Store } from '../../../core/ports.ts';
import { type Settings, settingsSchema } from '../../../core/settings/settings.ts';
import { fakeTables, storeOver } from '../../support/dynamoTables.ts';
import { DAY_MS, type Instant } from '../../../core/time.ts';
import { raceOffers, type RaceWorld } from './r10Offers.ts';

const NOW: Instant = Date.UTC(2026, 2, 10, 12);
const WORKERS = 50;
const PRICE_MICRO_USD = 100;
const MICRO_USD_A_CENT = 10_000;
const CAP = 3;

interface Size {
  readonly people: number;
  readonly each: number;
  readonly budgetCents: number;
}

const addressKeyOf: AddressKeyOf = (channel, address) => addressKey(`${channel}:${address}`);

function settingsFor({ budgetCents }: Size): Settings {
  return settingsSchema.parse({
    messages: {
      caps: [{ class: 'promotional', most: CAP, withinDays: 7 }],
      quietHours: null,
      unknownZoneWindow: { from: '00:00', until: '23:59' },
      emailPriceMicroUsd: PRICE_MICRO_USD,
      budgets: [{ id: 'offers', class: 'promotional', limitUsdCents: budgetCents, per: 'month' }],
    },
  });
}

async function fill(store: Store, { people, each }: Size): Promise<Decision[]> {
  const decisions: Decision[] = [];
  for (let place = 0; place < people; place += 1) {
    const id = customerId(`c${place}`);
    const email = `c${place}@example.org`;
    const person = { ...newPerson(id, NOW - DAY_MS), email, zone: 'UTC' };
    const granted = { topic: 'offers', channel: 'email', state: 'granted', at: NOW - DAY_MS } as const;
    const change = { ...granted, source: 'r10', wording: null };
    const contactKey = addressKeyOf('email', email);
    await store.importPeople([
      { person, consents: [{ contactKey, change }], addresses: [{ contactKey, at: NOW - DAY_MS }] },
    ]);
    const wanted = Array.from({ length: each }, (_, n) =>
      directDecision(
        {
          id: decisionId(`c${place}/${n}`),
          journey: 'api',
          customerId: id,
          channel: 'email',
          template: 'offer',
          class: 'promotional',
          topic: 'offers',
          data: null,
          expiresAt: NOW + 3 * DAY_MS,
        },
        { settings: 1, model: 1 },
        NOW,
      ),
    );
    await store.putDecisions(wanted);
    decisions.push(...wanted.map(({ decision }) => decision));
  }
  return decisions;
}

interface Counted {
  readonly sent: number;
  readonly overCap: number;
  readonly overBudget: number;
}

/** Counts from what the provider took, and from nothing the send path keeps. */
function count(taken: readonly OutboundMessage[], { budgetCents }: Size): Counted {
  const byPerson = new Map<string, number>();
  for (const { customerId: id } of taken) byPerson.set(id, (byPerson.get(id) ?? 0) + 1);
  let overCap = 0;
  for (const messages of byPerson.values()) overCap += Math.max(0, messages - CAP);
  const affordable = Math.floor((budgetCents * MICRO_USD_A_CENT) / PRICE_MICRO_USD);
  return { sent: taken.length, overCap, overBudget: Math.max(0, taken.length - affordable) };
}

async function race({ stores, close }: RaceWorld, size: Size, seed: number): Promise<Counted> {
  const storeOf = (n: number): Store => {
    const store = stores[n % stores.length];
    if (store === undefined) throw new Error('a world has a store');
    return store;
  };
  try {
    const decisions = await fill(storeOf(0), size);
    const taken: OutboundMessage[] = [];
    const settings = settingsFor(size);
    const workers = Array.from(
      { length: WORKERS },
      (_, n): SendDeps => ({
        store: storeOf(n),
        provider: {
          send: async (message) => {
            taken.push(message);
            return { kind: 'accepted', providerMessageId: `p${taken.length}` };
          },
        },
        addressKeyOf,
        settings,
        claimant: `w${n}`,
        templateVersion: () => 1,
        mergeData: () => ({}),
        costOf: () => PRICE_MICRO_USD,
        keepEvidence: false,
        sending: SENDING_FREELY,
        purse: new Purse(storeOf(n), `w${n}`),
        dailyQuota: null,
      }),
    );
    const shuffled = decisions
      .map((decision) => ({ decision, order: chance(seed, decision.customerId, decision.id) }))
      .sort((a, b) => a.order - b.order)
      .map(({ decision }) => decision);
    let next = 0;
    const work = async (deps: SendDeps): Promise<void> => {
      for (let decision = shuffled[next++]; decision !== undefined; decision = shuffled[next++]) {
        await runSend(deps, decision, NOW);
      }
      await deps.purse.close();
    };
    await Promise.all(workers.map(work));
    return count(taken, size);
  } finally {
    for (const store of stores) await store.close();
    close();
  }
}

function memoryWorld(): RaceWorld {
  return { stores: [createMemoryStore()], close: () => {} };
}

function fileWorld(): RaceWorld {
  const dir = mkdtempSync(join(tmpdir(), 'perennial-r10-'));
  const store = openSqliteStore({ file: join(dir, 'store.db'), unfinished: true });
  return { stores: [store], close: () => rmSync(dir, { recursive: true, force: true }) };
}

/** Each worker in a process of its own, as on Lambda: nothing but the tables keeps them apart. */
function tablesWorld(): RaceWorld {
  const fake = fakeTables();
  const options = { random: Math.random, sleep: (ms: number) => sleepFor(ms / 10) };
  return { stores: Array.from({ length: WORKERS }, () => storeOver(fake, options)), close: () => {} };
}

/** A third of the decisions on each store; the budget pays for five sixths of what the caps allow. */
export async function run(options: {
  seed: number;
  full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const people = options.full ? 2_500 : 500;
  const size: Size = { people, each: 10, budgetCents: Math.floor((people * CAP * 5) / 6 / 100) };
  const results = [
    await race(memoryWorld(), size, options.seed),
    await race(fileWorld(), size, options.seed + 1),
    await race(tablesWorld(), size, options.seed + 2),
  ];
  const claimants = options.full ? 2_500 : 1_050;
  const offers = [
    await raceOffers(memoryWorld(), claimants, options.seed + 3),
    await raceOffers(fileWorld(), claimants, options.seed + 4),
    await raceOffers(tablesWorld(), claimants, options.seed + 5),
  ];
  const overSends = results.reduce((sum, { overCap, overBudget }) => sum + overCap + overBudget, 0);
  const overOffers = offers.reduce((sum, one) => sum + one.overBudget + one.overLimit + one.overCode, 0);
  const sent = results.reduce((sum, one) => sum + one.sent, 0);
  const [granted, redeemed] = [
    offers.reduce((sum, one) => sum + one.granted, 0),
    offers.reduce((sum, one) => sum + one.redeemed, 0),
  ];
  const decisions = results.length * size.people * size.each;
  const claims = offers.reduce((sum, one) => sum + one.claims, 0);
  return {
    measured:
      `${overSends} over cap or budget of ${decisions} decisions, ${sent} sent by ${WORKERS} at once; ` +
      `${overOffers} over budget, limit or code of ${claims} claims of offers, ${granted} granted, ${redeemed} redeemed`,
    runs: decisions + claims,
    pass: overSends + overOffers === 0 && sent > 0 && redeemed > 0 && redeemed === granted,
  };
}
