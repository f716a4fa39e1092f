/** Ending what a cancelled campaign left behind, and whether anything of a campaign is still under way. */
import type { Fact } from '../fact.ts';
import type { Enrolment } from '../journey/enrolment.ts';
import { cancelOpen, ended, endFact } from '../journey/passage.ts';
import type { DirectoryStore, WorkStore } from '../ports.ts';
import type { Instant } from '../time.ts';
import { journeyIdOf } from './definition.ts';

export type WrapUpStore = Pick<
  DirectoryStore,
  'passagesIn' | 'peopleInJourneys' | 'decisionPage' | 'decisions'
> &
  Pick<WorkStore, 'commitStep'>;

const PAGE = 500;
/** Decisions settled in one commit. */
const AT_ONCE = 20;
const CANCELLED = 'the campaign was cancelled';
/** A version nobody is in: passages of every version are asked for. */
const NO_VERSION = 0;

async function endPassage(store: WrapUpStore, passage: Enrolment, now: Instant): Promise<void> {
  const fact: Fact = endFact(passage, now, 'exit', CANCELLED);
  await store.commitStep({
    enrolments: [{ enrolment: ended(passage, now, 'exit', CANCELLED), expectedVersion: passage.version }],
    decisions: [],
    cancellations: cancelOpen(passage, now),
    facts: [fact],
  });
}

/** Ends everyone's passage; one that moves meanwhile is met again. True once nobody is inside. */
export async function endPassages(
  store: WrapUpStore,
  campaign: string,
  now: Instant,
  mayGoOn: () => boolean,
): Promise<boolean> {
  const query = { journeyId: journeyIdOf(campaign), otherThan: NO_VERSION, limit: PAGE };
  for (;;) {
    const page = await store.passagesIn({ ...query, after: null });
    if (page.length === 0) return true;
    if (!mayGoOn()) return false;
    await Promise.all(page.map((passage) => endPassage(store, passage, now)));
  }
}

/** Settles what is pending of passages that came to their end. `next`: the page to go on with; null once all were seen. */
export async function settlePending(
  store: WrapUpStore,
  campaign: string,
  after: string | null,
  now: Instant,
): Promise<{ readonly next: string | null }> {
  const page = await store.decisionPage(after, PAGE);
  const journeyId = journeyIdOf(campaign);
  const open = (page?.items ?? []).filter((one) => one.journeyId === journeyId && one.outcome === 'pending');
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const cancellations = open
      .slice(from, from + AT_ONCE)
      .map(({ id }) => ({ decisionId: id, reason: 'exited' as const, at: now }));
    await store.commitStep({ enrolments: [], decisions: [], cancellations, facts: [] });
  }
  return { next: page?.next ?? null };
}

/** Whether anybody is inside, or a message still waits. O(decisions) where nobody is inside. */
export async function isUnderWay(store: WrapUpStore, campaign: string): Promise<boolean> {
  const journeyId = journeyIdOf(campaign);
  const inside = await store.peopleInJourneys();
  if (inside.some((one) => one.journeyId === journeyId && one.people > 0)) return true;
  for await (const page of store.decisions())
    if (
      page.some(
        (one) => one.journeyId === journeyId && (one.outcome === 'pending' || one.outcome === 'claimed'),
      )
    )
      return true;
  return false;
}
