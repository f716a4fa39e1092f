/** What a workspace's programme came to, counted anew from its records: members of segments, offers given, points, cases of win-back. */
import type { DossierStore } from '../../core/dossier.ts';
import { recount } from '../../core/loyalty/recount.ts';
import { grantIn } from '../../core/offer/grant.ts';
import { segmentsOf } from '../../core/segment/definition.ts';
import { readStanding } from '../../core/segment/standing.ts';
import { caseOf } from '../../core/winback/winBackCase.ts';
import type { Container } from '../../functions/shared/container.ts';

type Counts = Record<string, number>;

async function countedBy(
  store: Pick<DossierStore, 'scanDossiers'>,
  kind: 'standing' | 'grant' | 'win-back',
  namesOf: (dossier: Parameters<typeof grantIn>[0]) => readonly string[],
  counts: Counts = {},
): Promise<Counts> {
  for await (const page of store.scanDossiers(kind))
    for (const name of page.flatMap(namesOf)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** Segments without a member count too. O(dossiers). */
export async function programmeCounts({ store, inForce }: Pick<Container, 'store' | 'inForce'>) {
  const { book } = await inForce();
  const none = Object.fromEntries(segmentsOf(book.programme).all.map(({ segment }) => [segment.id, 0]));
  const { accounts, held, balanced } = await recount(store);
  return {
    segments: await countedBy(store, 'standing', (one) => Object.keys(readStanding(one).segments), none),
    offers: await countedBy(store, 'grant', (one) => [grantIn(one).offer]),
    points: { members: accounts, held, balanced },
    winBack: await countedBy(store, 'win-back', (one) => [caseOf(one).verdict]),
  };
}
