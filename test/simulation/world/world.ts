/**
 * A world lived from its plan: events arrive, waves run on whole minutes, two workers drain the same shards, the provider's
 * events come back twice and in any order, and calls fail as the plan says. After the last day faults end and the
 * world comes to rest. The same plan gives the same world.
 */
import { eventName } from '../../../core/customer/event.ts';
import { publish } from '../../../core/journey/publish.ts';
import type { Store } from '../../../core/ports.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../../core/time.ts';
import { aPerson, someSettings } from '../../support/builders.ts';
import { knowTemplates } from '../../support/journeyWorld.ts';
import { addressKeyOf } from '../../support/sendWorld.ts';
import { Auditor } from '../audit/auditor.ts';
import { checkEnding, type EndCounts } from '../audit/ending.ts';
import type { Checks, Violation } from '../audit/violation.ts';
import { CallFaults } from './callFaults.ts';
import { diceFrom } from './dice.ts';
import { type FaultPlan, FAULT_KINDS, type PlannedFault, siteName } from './fault.ts';
import { SMALL_JOURNEYS, SMALL_TEMPLATES, shippedProgramme } from './journeys.ts';
import { type PlannedCustomer, START, type WorldPlan } from './plan.ts';
import { type Effect, PostOffice } from './postOffice.ts';
import { ToldEvents } from './toldEvents.ts';
import { echoesOf } from './providerEcho.ts';
import { Queue } from './queue.ts';
import { type Done, Scheduler } from './scheduler.ts';
import { Staff } from './staff.ts';
import { openStores } from './stores.ts';
import { traceLine } from './trace.ts';
import { openWire, type Wire } from './wire.ts';

/** Days after the last in which nothing fails, so that what is open ends. */
const DAYS_OF_REST = 5;

export interface WorldOptions {
  /** Faults one by one; without them they follow from the plan's rate. */
  readonly faults?: FaultPlan;
  readonly trace?: boolean;
}

export interface WorldResult {
  readonly violations: readonly Violation[];
  readonly checks: Checks;
  readonly counts: EndCounts;
  readonly calls: number;
  readonly struck: readonly PlannedFault[];
  readonly effects: number;
  readonly claims: number;
  readonly decisions: number;
  readonly trace: readonly string[];
  /** How often each site was called; on DynamoDB also those below a port. */
  readonly sites: ReadonlyMap<string, number>;
}

/** Caps and budgets tight enough to bind in a month. */
const SETTINGS = someSettings({
  messages: {
    caps: [
      { class: 'promotional', most: 3, withinDays: 7 },
      { channel: 'sms', most: 2, withinDays: 3 },
    ],
    budgets: [{ id: 'sms-a-day', channel: 'sms', limitUsdCents: 6, per: 'day', zone: 'UTC' }],
  },
});

function personOf({ id, email, phone, zone }: PlannedCustomer) {
  return aPerson({ id, email, phone, zone, name: `Person ${id}`, knownSince: START - 100 * DAY_MS });
}

function addressesOf({ email, phone }: PlannedCustomer) {
  const at = START - 100 * DAY_MS;
  return [
    ...(email === null ? [] : [{ contactKey: addressKeyOf('email', email), at }]),
    ...(phone === null ? [] : [{ contactKey: addressKeyOf('sms', phone), at }]),
  ];
}

async function openShop(store: Store, auditor: Auditor, plan: WorldPlan, settings: Settings): Promise<void> {
  const people = plan.customers.map((customer) => {
    const consents = customer.consents.flatMap((change) => {
      const address = change.channel === 'email' ? customer.email : customer.phone;
      return address === null ? [] : [{ contactKey: addressKeyOf(change.channel, address), change }];
    });
    for (const { contactKey, change } of consents) auditor.truth.tell(contactKey, change);
    return { person: personOf(customer), consents, addresses: addressesOf(customer) };
  });
  await store.importPeople(people);
  const shipped = plan.programme === 'whole' ? shippedProgramme() : { journeys: [], templates: [] };
  await knowTemplates(store, [...SMALL_TEMPLATES, ...shipped.templates]);
  for (const journey of [...SMALL_JOURNEYS, ...shipped.journeys])
    await publish({ store, settings }, journey, START);
}

/** Definitions are read by the dozen when a process starts or a wave begins; at the full rate nothing would ever begin. */
const DEFINITIONS: ReadonlySet<string> = new Set([
  'configVersion',
  'journeys',
  'template',
  'templateIds',
  'model',
]);
const DEFINITIONS_SHARE = 0.01;

/** Faults by a rate, each a throw of its own so that they do not depend on each other. */
function randomFaults(plan: WorldPlan): FaultPlan {
  const dice = diceFrom(plan.seed).fork(77);
  return ({ operation }) => {
    const [ofPort = operation] = operation.split('/');
    const rate = plan.faultRate * (DEFINITIONS.has(ofPort) ? DEFINITIONS_SHARE : 1);
    return dice.chance(rate) ? dice.oneOf(FAULT_KINDS) : null;
  };
}

function nightsOf({ days, nightEvery }: WorldPlan): Instant[] {
  if (nightEvery === null) return [];
  return Array.from(
    { length: Math.floor(days / nightEvery) },
    (_, n) => START + (n + 1) * nightEvery * DAY_MS,
  );
}

export class World {
  now: Instant = START;
  readonly struck: PlannedFault[] = [];
  readonly trace: string[] = [];
  private faultsOn = true;
  private readonly plan: WorldPlan;
  private readonly raw: Store;
  private readonly closeStores: () => Promise<void>;
  private readonly auditor: Auditor;
  private readonly office: PostOffice;
  private readonly scheduler: Scheduler;
  private readonly callFaults: CallFaults | null;
  private readonly staff: Staff;
  private readonly queues = { intake: new Queue(), feedback: new Queue(), inbound: new Queue() };
  private readonly told = new ToldEvents();
  private place = 0;
  /** Nights that are not evaluated yet. */
  private readonly nights: Instant[];

  constructor(
    plan: WorldPlan,
    wire: Wire | null,
    { faults = randomFaults(plan), trace = false }: WorldOptions,
  ) {
    this.plan = plan;
    this.nights = nightsOf(plan);
    const { stores, fake, close } = openStores(plan, () => this.now);
    this.closeStores = close;
    const [raw] = stores;
    if (raw === undefined) throw new Error('a world needs a store');
    this.raw = raw;
    const dice = diceFrom(plan.seed);
    const clock = () => this.now;
    const echoDice = dice.fork(3);
    this.office = new PostOffice({
      dice: dice.fork(1),
      now: clock,
      refusals: 0.01,
      wire,
      onLost: (id) => this.auditor.book.files.get(id)?.strikes.add('F4'),
      onEffect: (effect: Effect) => {
        for (const { body, afterMs } of echoesOf(effect, echoDice))
          this.queues.feedback.send(body, this.now + afterMs);
      },
    });
    this.auditor = new Auditor({
      store: raw,
      office: this.office,
      settings: SETTINGS,
      addressKeyOf,
      now: clock,
    });
    const stallDice = dice.fork(4);
    const strike: FaultPlan = (site, occurrence) => {
      const kind = this.faultsOn ? faults(site, occurrence) : null;
      if (kind !== null) this.struck.push({ site: siteName(site), occurrence, kind });
      return kind;
    };
    this.scheduler = new Scheduler({
      dice: dice.fork(2),
      now: clock,
      faults: strike,
      below: (call, result) => {
        const below = this.callFaults?.of(call);
        return { fault: below?.fault ?? null, result: below?.tookEffect === true ? 'committed' : result };
      },
      stallMs: () =>
        this.faultsOn && plan.stallRate > 0 && stallDice.chance(plan.stallRate)
          ? (1 + stallDice.below(40)) * MINUTE_MS
          : 0,
      after: async (done: Done) => {
        if (trace) this.trace.push(traceLine(this.now, done));
        await this.auditor.after(done);
      },
      onStall: (call) => this.auditor.stalled(call.args),
    });
    const carrying = () => this.scheduler.carrying.getStore();
    this.callFaults = fake === null ? null : new CallFaults({ fake, faults: strike, carrying });
    this.staff = new Staff({
      stores,
      office: this.office,
      scheduler: this.scheduler,
      settings: SETTINGS,
      now: clock,
      onFailure: (what) => this.auditor.report('handler-failed', null, what),
    });
  }

  /** Lives the plan to its end and to rest. */
  async live(): Promise<WorldResult> {
    try {
      await openShop(this.raw, this.auditor, this.plan, SETTINGS);
      const end = START + this.plan.days * DAY_MS;
      await this.runUntil(end);
      this.faultsOn = false;
      await this.rest(end);
      const counts = await checkEnding({
        auditor: this.auditor,
        store: this.raw,
        office: this.office,
        plan: this.plan,
        told: this.told,
        waiting: this.unfinished(),
        now: this.now,
      });
      return this.result(counts);
    } finally {
      await this.closeStores();
    }
  }

  /** Messages and nights that could have been finished by now. */
  private unfinished(): number {
    const messages = Object.values(this.queues).reduce((sum, queue) => sum + queue.overdue(this.now), 0);
    return messages + this.nights.filter((night) => night <= this.now).length;
  }

  private result(counts: EndCounts): WorldResult {
    const { auditor, scheduler, office } = this;
    let claims = 0;
    for (const file of auditor.book.files.values()) claims += file.claims;
    return {
      violations: auditor.violations,
      checks: auditor.checks,
      counts,
      calls: scheduler.calls,
      struck: this.struck,
      effects: office.effects.length,
      claims,
      decisions: auditor.book.files.size,
      trace: this.trace,
      sites: new Map([...scheduler.counts(), ...(this.callFaults?.counts() ?? [])]),
    };
  }

  /** Everything from now until `end`, inclusive. */
  private async runUntil(end: Instant): Promise<void> {
    for (;;) {
      const next = await this.nextInstant();
      if (next === null || next > end || this.auditor.hasSeenEnough) break;
      this.now = next;
      await this.tick();
    }
    this.now = end;
  }

  private async rest(end: Instant): Promise<void> {
    const until = end + DAYS_OF_REST * DAY_MS;
    for (let round = 0; round < 4; round += 1) {
      for (const queue of Object.values(this.queues)) queue.redrive(this.now);
      await this.redriveParked();
      await this.runUntil(until + round * MINUTE_MS);
    }
  }

  /** The operator hands parked records back to the wave. */
  private async redriveParked(): Promise<void> {
    for (const { record } of await this.raw.parked(10_000)) {
      await this.raw.defer(record, { dueAt: this.now, attempts: 0, error: 'redriven' });
    }
  }

  /** The next whole minute on which anything waits, or an arrival; always later than now. */
  private async nextInstant(): Promise<Instant | null> {
    const arrival = this.plan.events[this.place]?.arrives ?? Number.POSITIVE_INFINITY;
    const due = await this.raw.nextDueAt();
    const visible = Object.values(this.queues).map((queue) => queue.nextVisible());
    const night = this.nights[0] ?? null;
    const waiting = [due, night, this.scheduler.nextStalled(), ...visible].filter((time) => time !== null);
    const minute = Math.ceil(Math.max(Math.min(...waiting), this.now + 1) / MINUTE_MS) * MINUTE_MS;
    const next = Math.min(arrival, waiting.length === 0 ? Number.POSITIVE_INFINITY : minute);
    return next === Number.POSITIVE_INFINITY ? null : next;
  }

  /** One instant: what arrived, what is due and what came back, all at once. */
  private async tick(): Promise<void> {
    this.arrive();
    this.staff.takeFrom(this.queues);
    const due = await this.raw.nextDueAt();
    if (due !== null && due <= this.now && this.now % MINUTE_MS === 0) this.staff.wave();
    const night = this.nights[0];
    if (night !== undefined && night <= this.now) this.staff.night(night, () => this.nights.shift());
    await this.scheduler.run();
  }

  private arrive(): void {
    for (;;) {
      const next = this.plan.events[this.place];
      if (next === undefined || next.arrives > this.now) return;
      this.place += 1;
      if ('event' in next) {
        this.told.add(next.event.customerId, eventName(next.event), next.event.messageId);
        this.queues.intake.send(JSON.stringify(next.event), this.now);
      } else {
        this.told.add(next.customerId, next.asEvent, next.id);
        this.queues.inbound.send(next.body, this.now);
      }
    }
  }
}

/** Lives a plan. */
export async function liveWorld(plan: WorldPlan, options: WorldOptions = {}): Promise<WorldResult> {
  const wire = plan.wire ? await openWire(diceFrom(plan.seed).fork(9)) : null;
  try {
    return await new World(plan, wire, options).live();
  } finally {
    await wire?.close();
  }
}
