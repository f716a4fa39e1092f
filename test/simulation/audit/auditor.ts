/**
 * The auditor of a world. After every commit it reads the rows that may have changed and recomputes what must hold, with
 * nothing of the code that wrote them. What it knows besides comes from the world: what the provider really did, and
 * what people really said.
 */
import { customerId as asCustomer, decisionId as asDecision } from '../../../core/ids.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { AddressKeyOf, Store } from '../../../core/ports.ts';
import type { Settings } from '../../../core/settings/settings.ts';
import type { FaultKind } from '../world/fault.ts';
import type { PostOffice } from '../world/postOffice.ts';
import type { Actor, Done } from '../world/scheduler.ts';
import { DecisionBook, type DecisionFile, mayFollow } from './book.ts';
import { checkConsent, checkQuietHours, Spending } from './claimRules.ts';
import { isRecord, type Touched, touchedBy } from './touched.ts';
import { ConsentTruth } from './truth.ts';
import { type Checks, noChecks, type Rule, type Violation } from './violation.ts';

export interface AuditorParts {
  /** The store itself, past all faults. */
  readonly store: Store;
  readonly office: PostOffice;
  readonly settings: Settings;
  readonly addressKeyOf: AddressKeyOf;
  readonly now: () => number;
}

const MOST_VIOLATIONS = 20;
const DAY = 86_400_000;
const READS =
  /^(load|due|count|next|recent|facts|parked|get|list|people|decision|task|scan|export|order|journey|template|model|last|config|tallies|suppressed|budgets|passages)/;

/** Whether an operation may change anything. */
function isWrite(operation: string): boolean {
  return !READS.test(operation);
}

export class Auditor {
  readonly violations: Violation[] = [];
  readonly checks: Checks = noChecks();
  readonly book = new DecisionBook();
  readonly truth = new ConsentTruth();
  /** Sign-ups and orders that were applied while journeys still begin by them. */
  readonly signedUp = new Set<string>();
  readonly ordered = new Map<string, Set<string>>();
  private readonly applied = new Set<string>();
  private readonly spending = new Spending();
  private readonly parts: AuditorParts;

  constructor(parts: AuditorParts) {
    this.parts = parts;
  }

  readonly report = (rule: Rule, customerId: string | null, detail: string): void => {
    if (this.violations.length >= MOST_VIOLATIONS) return;
    this.violations.push({ rule, at: this.parts.now(), customerId, detail });
  };

  /** True once so much is broken that the world need not go on. */
  get hasSeenEnough(): boolean {
    return this.violations.length >= MOST_VIOLATIONS;
  }

  /** After each call of a worker, struck or not. */
  async after({ call, fault, took, result }: Done): Promise<void> {
    const { actor, site, args } = call;
    const touched = touchedBy(args);
    if (fault !== null) this.strike(fault, actor, site.operation, touched);
    if (site.operation === 'send') {
      if (took || fault === 'F2') this.afterSend(touched);
      return;
    }
    if (!took || !isWrite(site.operation)) return;
    this.listen(site.operation, args, result);
    await this.reread(touched);
  }

  private strike(fault: FaultKind, actor: Actor, operation: string, { decisions }: Touched): void {
    for (const id of decisions) {
      const file = this.book.files.get(id);
      file?.strikes.add(fault);
      if (file !== undefined && (operation === 'settle' || operation === 'release')) file.unrecorded += 1;
    }
    if (fault !== 'F6' && fault !== 'F7') return;
    for (const { row, strikes } of this.book.files.values()) {
      if (row.outcome === 'claimed' && row.claimant?.startsWith(actor.name) === true) strikes.add(fault);
    }
  }

  /** A stalled call may be found unknown before it goes on. */
  stalled(args: readonly unknown[]): void {
    for (const id of touchedBy(args).decisions) this.book.files.get(id)?.strikes.add('stall');
  }

  /** What people said, from the calls that commit it. */
  private listen(operation: string, args: readonly unknown[], result: unknown): void {
    if (result !== 'committed' && operation !== 'importPeople') return;
    const [change] = args;
    if (!isRecord(change)) return;
    const contacts: unknown = change['contacts'];
    if (Array.isArray(contacts)) {
      for (const write of contacts) if (isRecord(write)) this.truth.written(write['contact']);
    }
    if (typeof change['eventId'] === 'string') this.applyOnce(change['eventId']);
    if (operation === 'applyEvent') this.heardEvent(change);
  }

  /** What a provider, or a reply, tells is committed once. */
  private applyOnce(eventId: string): void {
    this.checks['applied-twice'] += 1;
    if (this.applied.has(eventId)) this.report('applied-twice', null, `event ${eventId} was applied twice`);
    this.applied.add(eventId);
  }

  private heardEvent({ event, person }: Readonly<Record<string, unknown>>): void {
    if (!isRecord(event) || !isRecord(person)) return;
    this.noteOccasion(event, String(person['id']));
    if (!Array.isArray(event['consents'])) return;
    for (const consent of event['consents']) {
      if (!isRecord(consent)) continue;
      const channel = consent['channel'] === 'sms' ? 'sms' : 'email';
      const address = channel === 'sms' ? person['phone'] : person['email'];
      if (typeof address === 'string') this.truth.tell(this.parts.addressKeyOf(channel, address), consent);
    }
  }

  private noteOccasion({ name, at, order }: Readonly<Record<string, unknown>>, id: string): void {
    if (typeof at !== 'number' || this.parts.now() - at > DAY) return;
    if (name === 'Signed Up') this.signedUp.add(id);
    if (!isRecord(order) || Number(order['amountMinor']) <= 0) return;
    const orders = this.ordered.get(id) ?? new Set();
    this.ordered.set(id, orders.add(String(order['id'])));
  }

  private afterSend({ decisions }: Touched): void {
    for (const id of decisions) {
      const file = this.book.files.get(id);
      if (file === undefined || file.row.channel === 'webhook') continue;
      const { effects, tries } = this.parts.office.attemptsOf(id);
      this.checks['effects-per-claim'] += 1;
      this.checks['effects-per-decision'] += 1;
      if (tries > file.claims) {
        this.report(
          'effects-per-claim',
          file.row.customerId,
          `${id}: ${tries} tries in ${file.claims} claims`,
        );
      }
      if (effects > 1)
        this.report('effects-per-decision', file.row.customerId, `${id} left ${effects} times`);
      if (file.row.outcome === 'pending' || file.row.outcome === 'suppressed') {
        this.report('send-without-claim', file.row.customerId, `${id} was sent while ${file.row.outcome}`);
      }
    }
  }

  /** Reads what may have changed and checks it, then the balance of the whole shop. */
  async reread(touched: Touched): Promise<void> {
    for (const id of touched.customers) {
      for (const row of await this.parts.store.decisionsOf(asCustomer(id))) await this.check(row);
    }
    for (const id of touched.decisions) {
      const known = this.book.files.get(id);
      if (known !== undefined && touched.customers.has(known.row.customerId)) continue;
      const row = await this.parts.store.loadDecision(asDecision(id));
      if (row !== null) await this.check(row);
    }
    this.checks.balance += 1;
    const accepted = await this.parts.store.countAccepted();
    if (accepted !== this.book.sum) {
      this.report('balance', null, `accepted ${accepted}, outcomes sum to ${this.book.sum}`);
    }
  }

  private async check(row: Decision): Promise<void> {
    const { file, before } = this.book.read(row);
    if (before !== null && before.outcome === row.outcome && before.claimant === row.claimant) return;
    this.checks['outcome-went-back'] += 1;
    if (before !== null && !mayFollow(before.outcome, row.outcome)) {
      this.report('outcome-went-back', row.customerId, `${row.id}: ${before.outcome}, then ${row.outcome}`);
    }
    if (row.outcome === 'claimed') await this.claimed(file);
    if (before?.outcome === 'claimed' && row.outcome === 'pending') this.released(file);
  }

  private async claimed(file: DecisionFile): Promise<void> {
    const { row } = file;
    file.claims += 1;
    if (row.channel === 'webhook') return;
    const { effects } = this.parts.office.attemptsOf(row.id);
    if (effects > 0)
      this.report('effects-per-decision', row.customerId, `${row.id} was claimed after it had left`);
    const person = await this.parts.store.loadProfile(row.customerId);
    const address = row.channel === 'sms' ? person?.phone : person?.email;
    if (person == null || address == null) {
      this.report('consent', row.customerId, `${row.id} was claimed without an address`);
      return;
    }
    const contactKey = this.parts.addressKeyOf(row.channel, address);
    const view = { row, person, contactKey, at: row.claimedAt ?? this.parts.now() };
    this.checks.consent += 1;
    this.checks['quiet-hours'] += 1;
    this.checks.cap += 1;
    this.checks.budget += 1;
    checkConsent(view, this.truth, this.report);
    checkQuietHours(view, this.parts.settings, this.report);
    this.spending.claimed(view, this.parts.settings, this.report);
  }

  private released({ row }: DecisionFile): void {
    if (row.channel === 'webhook') return;
    const { effects } = this.parts.office.attemptsOf(row.id);
    if (effects > 0)
      this.report('outcome-untrue', row.customerId, `${row.id} is pending again after it had left`);
    this.spending.released(row.id);
  }
}
