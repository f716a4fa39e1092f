/** What follows from something that happened to one person, as it is committed with it. */
import type { DossierWrite } from '../dossier.ts';
import type { Fact } from '../fact.ts';
import type { DecisionId } from '../ids.ts';
import type { TaskWrite } from '../task.ts';
import type { Instant } from '../time.ts';
import type { Enrolment } from './enrolment.ts';

/** A conditional write of an enrolment: `expectedVersion` 0 means it must not exist. */
export interface EnrolmentWrite {
  readonly enrolment: Enrolment;
  readonly expectedVersion: number;
}

/** Settles a decision that is still pending; one that is claimed or settled stays as it is, and that is no conflict. */
export interface Cancellation {
  readonly decisionId: DecisionId;
  readonly reason: 'exited' | 'expired';
  readonly at: Instant;
}

/** What follows from something that happened to one person. At most 25 items with the rest of its change. */
export interface Consequences {
  readonly enrolments: readonly EnrolmentWrite[];
  readonly cancellations: readonly Cancellation[];
  readonly facts: readonly Fact[];
  readonly tasks?: readonly TaskWrite[];
  readonly dossiers?: readonly DossierWrite[];
}
