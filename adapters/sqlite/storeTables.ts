/**
 * The records of a store file, one by one: how each is found and put. Everything here runs inside a read or a write of
 * the file and decides nothing; conditions are the ports'.
 */
import type { StatementSync } from 'node:sqlite';
import { shardOf } from '../../core/chance.ts';
import type { Fact } from '../../core/fact.ts';
import type { AddressKey, DecisionId } from '../../core/ids.ts';
import type { Enrolment } from '../../core/journey/enrolment.ts';
import type { Contact } from '../../core/message/contact.ts';
import type { Decision } from '../../core/message/decision.ts';
import type { Cancellation, Consequences, EnrolmentWrite } from '../../core/ports.ts';
import { canceledDecision, canceledFact, type DecisionProgress } from '../records/decisionChange.ts';
import { insertInto, number, takeOver } from './columns.ts';
import { contactBody, readContact } from './contactRows.ts';
import {
  CHANGING_COLUMNS,
  changingValues,
  DECISION_COLUMNS,
  decisionValues,
  PROGRESS_FIELDS,
  readDecision,
  readProgress,
} from './decisionRows.ts';
import { ENROLMENT_COLUMNS, enrolmentValues, readEnrolment, VALUE_COLUMNS } from './enrolmentRows.ts';
import { DossierTable } from './dossierTable.ts';
import type { SqliteFile } from './sqliteFile.ts';
import { TaskTable } from './taskTable.ts';

type EnrolmentKey = Pick<Enrolment, 'customerId' | 'journeyId' | 'key'>;

function prepareTables(file: SqliteFile) {
  return {
    decision: file.prepare('SELECT * FROM decisions WHERE id = ?'),
    progress: file.prepare(`SELECT ${PROGRESS_FIELDS} FROM decisions WHERE id = ?`),
    addDecision: file.prepare(`${insertInto('decisions', DECISION_COLUMNS)} ON CONFLICT (id) DO NOTHING`),
    changeDecision: file.prepare(
      `UPDATE decisions SET ${CHANGING_COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`,
    ),
    enrolment: file.prepare(
      'SELECT * FROM enrolments WHERE customer_id = ? AND journey_id = ? AND event_key = ?',
    ),
    enrolmentVersion: file.prepare(
      'SELECT version FROM enrolments WHERE customer_id = ? AND journey_id = ? AND event_key = ?',
    ),
    putEnrolment: file.prepare(
      `${insertInto('enrolments', ENROLMENT_COLUMNS)}
      ON CONFLICT (customer_id, journey_id, event_key) DO UPDATE SET ${takeOver(VALUE_COLUMNS)}`,
    ),
    contact: file.prepare('SELECT version, body FROM contacts WHERE key = ?'),
    contactVersion: file.prepare('SELECT version FROM contacts WHERE key = ?'),
    putContact: file.prepare(
      `INSERT INTO contacts (key, version, body) VALUES (?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET version = excluded.version, body = excluded.body`,
    ),
    putFact: file.prepare(
      'INSERT INTO facts (customer_id, at, kind, journey_id, body) VALUES (?, ?, ?, ?, ?)',
    ),
  } satisfies Record<string, StatementSync>;
}

export class StoreTables {
  readonly file: SqliteFile;
  readonly shards: number;
  readonly tasks: TaskTable;
  readonly dossiers: DossierTable;
  private readonly sql: ReturnType<typeof prepareTables>;

  constructor(file: SqliteFile, shards: number) {
    this.file = file;
    this.shards = shards;
    this.tasks = new TaskTable(file, shards);
    this.dossiers = new DossierTable(file);
    this.sql = prepareTables(file);
  }

  decision(id: DecisionId): Decision | null {
    const row = this.sql.decision.get(id);
    return row === undefined ? null : readDecision(row);
  }

  /** The part of a decision that changes: what the send path reads and writes. */
  progress(id: DecisionId): DecisionProgress | null {
    const row = this.sql.progress.get(id);
    return row === undefined ? null : readProgress(row);
  }

  /** Leaves a decision of that id that is there as it is. */
  addDecision(decision: Decision): void {
    this.sql.addDecision.run(...decisionValues(decision, shardOf(decision.customerId, this.shards)));
  }

  changeDecision(decision: DecisionProgress, error: string | null = null): void {
    this.sql.changeDecision.run(...changingValues(decision, error), decision.id);
  }

  enrolment({ customerId, journeyId, key }: EnrolmentKey): Enrolment | null {
    const row = this.sql.enrolment.get(customerId, journeyId, key);
    return row === undefined ? null : readEnrolment(row);
  }

  putEnrolment(enrolment: Enrolment, error: string | null = null): void {
    const shard = shardOf(enrolment.customerId, this.shards);
    this.sql.putEnrolment.run(...enrolmentValues(enrolment, shard, error));
  }

  contact(key: AddressKey): Contact | null {
    const row = this.sql.contact.get(key);
    return row === undefined ? null : readContact(row, key);
  }

  /** 0 where there is none. */
  contactVersion(key: AddressKey): number {
    const row = this.sql.contactVersion.get(key);
    return row === undefined ? 0 : number(row, 'version');
  }

  putContact(contact: Contact): void {
    this.sql.putContact.run(contact.key, contact.version, contactBody(contact));
  }

  putFacts(facts: readonly Fact[]): void {
    for (const { customerId, at, kind, journeyId, body } of facts) {
      this.sql.putFact.run(customerId, at, kind, journeyId, JSON.stringify(body));
    }
  }

  /** Enrolments, tasks and dossiers are at the versions their writes expect. */
  isAsExpected({ enrolments, tasks, dossiers }: Consequences): boolean {
    if (!this.enrolmentsAsExpected(enrolments)) return false;
    if (dossiers?.some((write) => !this.dossiers.isAsExpected(write)) === true) return false;
    return tasks === undefined || tasks.every((write) => this.tasks.isAsExpected(write));
  }

  private enrolmentsAsExpected(writes: readonly EnrolmentWrite[]): boolean {
    return writes.every(({ enrolment, expectedVersion }) => {
      const row = this.sql.enrolmentVersion.get(enrolment.customerId, enrolment.journeyId, enrolment.key);
      return (row === undefined ? 0 : number(row, 'version')) === expectedVersion;
    });
  }

  writeConsequences({ enrolments, cancellations, facts, tasks, dossiers }: Consequences): void {
    for (const { enrolment } of enrolments) this.putEnrolment(enrolment);
    this.putFacts(facts);
    for (const cancellation of cancellations) this.cancel(cancellation);
    if (tasks !== undefined) for (const { task } of tasks) this.tasks.put(task);
    if (dossiers !== undefined) for (const { dossier } of dossiers) this.dossiers.put(dossier);
  }

  private cancel(cancellation: Cancellation): void {
    const decision = this.decision(cancellation.decisionId);
    if (decision?.outcome !== 'pending') return;
    this.putFacts([canceledFact(decision, cancellation)]);
    this.changeDecision(canceledDecision(decision, cancellation));
  }
}
