/** Win-back as the commits that change a person see it: one call that says what is to be committed with them, if anything. */
import type { DossierStore } from '../dossier.ts';
import type { Consequences } from '../journey/consequences.ts';
import type { Lifecycle } from '../lifecycle/lifecycle.ts';
import type { ShopModel } from '../lifecycle/model.ts';
import type { Programme } from '../programme/programme.ts';
import type { Settings } from '../settings/settings.ts';
import type { Instant } from '../time.ts';
import { winBackInForce } from './inForce.ts';
import { lossOf } from './loss.ts';
import { type CaseChange, type CaseSubject, casesOf, takeUp } from './takeUp.ts';

export interface CaseSurroundings {
  readonly store: Pick<DossierStore, 'dossiersOf'>;
  readonly programme: Programme;
  readonly model: ShopModel;
  readonly settings: Settings;
}

/** Only who has just come into decline, or of whose loss something else is known, is looked at. */
function concerns({ person, lifecycle }: CaseSubject, before: Lifecycle | null): boolean {
  if (lifecycle.stage !== 'decline') return false;
  if (before?.stage !== 'decline') return true;
  return lifecycle.winBack !== undefined && lossOf(person).kind !== lifecycle.winBack.loss;
}

/** Null where win-back has nothing to say, and where the shop published no policy. */
export async function caseFor(
  { store, programme, model, settings }: CaseSurroundings,
  subject: CaseSubject,
  before: Lifecycle | null,
  now: Instant,
): Promise<CaseChange | null> {
  const inForce = concerns(subject, before) ? winBackInForce(programme) : null;
  if (inForce === null) return null;
  return takeUp(subject, await casesOf(store, subject.person.id), { inForce, model, settings }, now);
}

/** Consequences with those of a case. */
export function withCase(followed: Consequences, change: CaseChange | null): Consequences {
  if (change === null) return followed;
  return {
    ...followed,
    facts: [...followed.facts, ...change.facts],
    tasks: [...(followed.tasks ?? []), ...change.tasks],
    dossiers: [...(followed.dossiers ?? []), ...change.dossiers],
  };
}
