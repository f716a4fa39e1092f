/**
 * Cases of a profile that became another's: each goes over as it stands, an end and its block too, and is closed where it was.
 * Where the other has a case of the same day, that one goes on. Repeated, it moves nothing.
 */
import type { Handover } from '../customer/ownership.ts';
import type { DossierStore } from '../dossier.ts';
import { NO_CONSEQUENCES } from '../journey/occasion.ts';
import type { WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { caseTask, casesOf } from './takeUp.ts';
import { caseDossier, type WinBackCase } from './winBackCase.ts';

interface MergeCasesDeps {
  readonly store: Pick<DossierStore, 'dossiersOf'> & Pick<WorkStore, 'commitStep'>;
}

function leftBehind(one: WinBackCase, now: Instant): WinBackCase {
  const closed = { status: 'closed', closedAt: now, closedBecause: 'merged', outcome: null } as const;
  return { ...one, ...closed, version: one.version + 1, waitsFor: [], blockedUntil: null };
}

/** The case under its new owner, with the task that looks at it; a window that is over is looked at now. */
function takenAlong(one: WinBackCase, into: Handover['into'], now: Instant) {
  const moved: WinBackCase = { ...one, customerId: into, version: 1 };
  const dossier = { dossier: caseDossier(moved), expectedVersion: 0 };
  if (moved.status === 'closed') return { dossiers: [dossier], tasks: [] };
  const dueAt = moved.verdict === 'recover' || moved.verdict === 'let-go' ? moved.endsAt : now;
  return {
    dossiers: [dossier],
    tasks: [{ task: caseTask(moved, Math.max(now, dueAt)), expectedVersion: 0 }],
  };
}

export async function mergeCases(
  { store }: MergeCasesDeps,
  { id, from, into }: Handover,
  now: Instant,
): Promise<void> {
  if (id !== from) return;
  const [theirs, own] = await Promise.all([casesOf(store, from), casesOf(store, into)]);
  for (const one of theirs) {
    if (one.closedBecause === 'merged') continue;
    const isThere = own.some((known) => known.id === one.id);
    const along = isThere ? { dossiers: [], tasks: [] } : takenAlong(one, into, now);
    const behind = { dossier: caseDossier(leftBehind(one, now)), expectedVersion: one.version };
    await store.commitStep({
      ...NO_CONSEQUENCES,
      decisions: [],
      dossiers: [behind, ...along.dossiers],
      tasks: along.tasks,
    });
  }
}
