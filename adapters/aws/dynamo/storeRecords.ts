/**
 * The records of journeys and messages within one transaction: how each is found, changed and pointed at. Everything here
 * takes part in the transaction it is given and decides nothing; conditions are the ports'. What a port reads beforehand in one
 * go (`read`) is not read again.
 */
import type { Dossier, DossierKey } from '../../../core/dossier.ts';
import type { Fact } from '../../../core/fact.ts';
import type { AddressKey, DecisionId } from '../../../core/ids.ts';
import type { Enrolment } from '../../../core/journey/enrolment.ts';
import { isGivenUp } from '../../../core/message/callAgain.ts';
import type { Contact } from '../../../core/message/contact.ts';
import type { Decision } from '../../../core/message/decision.ts';
import type { ContactWrite } from '../../../core/ports.ts';
import type { Task } from '../../../core/task.ts';
import type { ItemKey } from './itemKey.ts';
import { keyOf } from './keys.ts';
import { unpark } from './parked.ts';
import { contactWrite, readContact } from './records/contactItem.ts';
import { decisionExpiry, decisionWrite, readDecision } from './records/decisionItem.ts';
import { dossierKey, dossierWrite, readDossier } from './records/dossierItem.ts';
import { enrolmentWrite, readEnrolment } from './records/enrolmentItem.ts';
import { factWrite } from './records/factItem.ts';
import { readTask, taskWrite } from './records/taskItem.ts';
import type { StoreContext } from './storeContext.ts';
import type { ItemRead } from './tables.ts';
import type { Transaction } from './transaction.ts';

type EnrolmentSlot = Pick<Enrolment, 'customerId' | 'journeyId' | 'key'>;

export class StoreRecords {
  readonly tx: Transaction;
  private readonly context: StoreContext;

  constructor(tx: Transaction, context: StoreContext) {
    this.tx = tx;
    this.context = context;
  }

  /** Reads in one go what will be asked for one by one. */
  async read(keys: readonly ItemKey[]): Promise<void> {
    await this.tx.getAll(keys);
  }

  async decision(id: DecisionId): Promise<Decision | null> {
    const item = await this.tx.get(keyOf.decision(id));
    return item === null ? null : readDecision(item);
  }

  /** Leaves a decision of that id that is there as it is; true where it was not. */
  async addDecision(decision: Decision): Promise<boolean> {
    if ((await this.decision(decision.id)) !== null) return false;
    await this.changeDecision(null, decision);
    return true;
  }

  /** Writes the decision and whatever points at it. */
  async changeDecision(before: Decision | null, after: Decision): Promise<void> {
    this.tx.put(keyOf.decision(after.id), decisionWrite(after, this.context.shards));
    await unpark(this.tx, before);
    await this.pointFromProvider(before, after);
    if (before !== null && isListedAsFailed(before)) await this.unlistFailed(before);
    if (isListedAsFailed(after)) await this.listFailed(after);
  }

  /** It was never there; nor anything that points at it. */
  async removeDecision(decision: Decision): Promise<void> {
    const { id, providerMessageId } = decision;
    await unpark(this.tx, decision);
    if (isListedAsFailed(decision)) await this.unlistFailed(decision);
    if (providerMessageId !== null) {
      const key = keyOf.sentAs(providerMessageId);
      const pointer = await this.tx.get(key);
      if (pointer !== null && idIn(pointer) === id) this.tx.remove(key);
    }
    this.tx.remove(keyOf.decision(id));
  }

  private async pointFromProvider(before: Decision | null, after: Decision): Promise<void> {
    const { providerMessageId, id } = after;
    if (providerMessageId === null || providerMessageId === before?.providerMessageId) return;
    const key = keyOf.sentAs(providerMessageId);
    await this.tx.get(key);
    this.tx.put(key, { body: { id }, kind: 'sent-as', expiresAt: decisionExpiry(after) });
  }

  private async listFailed(decision: Settled): Promise<void> {
    const { id, settledAt } = decision;
    const key = keyOf.failedWebhook(settledAt, id);
    await this.tx.get(key);
    this.tx.put(key, { body: { id }, kind: 'failed-webhook', expiresAt: decisionExpiry(decision) });
  }

  private async unlistFailed({ settledAt, id }: Settled): Promise<void> {
    const key = keyOf.failedWebhook(settledAt, id);
    if ((await this.tx.get(key)) !== null) this.tx.remove(key);
  }

  async enrolment({ customerId, journeyId, key }: EnrolmentSlot): Promise<Enrolment | null> {
    const item = await this.tx.get(keyOf.enrolment(customerId, journeyId, key));
    return item === null ? null : readEnrolment(item);
  }

  async putEnrolment(enrolment: Enrolment): Promise<void> {
    await unpark(this.tx, await this.enrolment(enrolment));
    const { customerId, journeyId, key } = enrolment;
    this.tx.put(keyOf.enrolment(customerId, journeyId, key), enrolmentWrite(enrolment, this.context.shards));
  }

  /** A passage goes elsewhere. */
  async removeEnrolment(enrolment: Enrolment): Promise<void> {
    await unpark(this.tx, await this.enrolment(enrolment));
    this.tx.remove(keyOf.enrolment(enrolment.customerId, enrolment.journeyId, enrolment.key));
  }

  async task(id: string): Promise<Task | null> {
    const item = await this.tx.get(keyOf.task(id));
    return item === null ? null : readTask(item);
  }

  async putTask(task: Task): Promise<void> {
    await unpark(this.tx, await this.task(task.id));
    this.tx.put(keyOf.task(task.id), taskWrite(task, this.context.shards));
  }

  async removeTask(task: Task): Promise<void> {
    await unpark(this.tx, task);
    this.tx.remove(keyOf.task(task.id));
  }

  async dossier(key: DossierKey): Promise<Dossier | null> {
    const item = await this.tx.get(dossierKey(key));
    return item === null ? null : readDossier(item);
  }

  /** One that was read. */
  putDossier(dossier: Dossier): void {
    this.tx.put(dossierKey(dossier), dossierWrite(dossier));
  }

  async contact(key: AddressKey): Promise<Contact | null> {
    const item = await this.tx.get(keyOf.contact(key));
    return item === null ? null : readContact(item);
  }

  async contactsAsExpected(writes: readonly ContactWrite[]): Promise<boolean> {
    await this.read(writes.map(({ contact }) => keyOf.contact(contact.key)));
    for (const { contact, expectedVersion } of writes) {
      const known = await this.contact(contact.key);
      if ((known?.version ?? 0) !== expectedVersion) return false;
    }
    return true;
  }

  /** Contacts that were read. */
  putContact(contact: Contact): void {
    this.tx.put(keyOf.contact(contact.key), contactWrite(contact));
  }

  /** A fact that accepts one of the decisions is kept as long as it. */
  putFacts(facts: readonly Fact[], accepted: readonly Decision[] = []): void {
    for (const fact of facts) {
      const { customerId, at, kind, body } = fact;
      const decision =
        kind === 'message-accepted' ? accepted.find(({ id }) => id === body.decision) : undefined;
      const key = keyOf.fact(customerId, at, this.context.sequence.next());
      this.tx.insert(key, factWrite(fact, decision === undefined ? undefined : decisionExpiry(decision)));
    }
  }
}

/** The decision a pointer leads to. */
export function idIn({ body }: ItemRead): DecisionId {
  const { id }: { id: DecisionId } = JSON.parse(body);
  return id;
}

type Settled = Decision & { readonly settledAt: number };

function isListedAsFailed(decision: Decision): decision is Settled {
  return isGivenUp(decision) && decision.settledAt !== null;
}
