/** Job: a file of customers into a workspace, which it makes where there is none; one that brought nobody leaves none behind. */
import { rmSync } from 'node:fs';
import * as z from 'zod';
import { type ConsentProof, readBasis } from '../../core/customer/import/consentCells.ts';
import { parseCustomerMap } from '../../core/customer/import/customerMap.ts';
import { parseIso } from '../../core/time.ts';
import { misuse } from '../../functions/shared/problem.ts';
import { importCustomers } from '../import/importCustomers.ts';
import { openWorkspace } from '../workspace/openWorkspace.ts';
import { workspaceExists } from '../workspace/paths.ts';
import type { JobContext } from './jobContext.ts';

const input = z.object({
  file: z.string().min(1),
  map: z.string().min(1).exactOptional(),
  /** `rest`: columns nothing else is known of become traits. */
  traits: z.enum(['rest']).exactOptional(),
  consentSource: z.string().min(1).max(200).exactOptional(),
  consentDate: z.string().min(1).exactOptional(),
  consentBasis: z.string().min(1).exactOptional(),
  consentWording: z.string().min(1).max(2_000).exactOptional(),
  country: z.string().min(1).exactOptional(),
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: z.string().exactOptional(),
  rejectFile: z.string().exactOptional(),
});
type Input = z.infer<typeof input>;

function basisOf(text: string | undefined): Pick<ConsentProof, 'basis'> {
  const read = readBasis(text ?? '');
  if (read.kind === 'unreadable') throw misuse('consentBasis', `"${text}" ${read.problem}`, read.remedy);
  return read.basis === null ? {} : { basis: read.basis };
}

function proofOf({ consentSource, consentDate, consentWording, consentBasis }: Input): ConsentProof | null {
  if (consentSource === undefined && consentDate === undefined && consentWording === undefined) return null;
  if (consentSource === undefined)
    throw misuse(
      'consentSource',
      'a consent needs a source',
      'add --consent-source TEXT, for example "checkout form"',
    );
  const at = consentDate === undefined ? null : parseIso(consentDate);
  if (at === null)
    throw misuse(
      'consentDate',
      consentDate === undefined ? 'a consent needs a date' : `"${consentDate}" is no date`,
      'add --consent-date DATE, for example 2026-04-03',
    );
  return { source: consentSource, at, wording: consentWording ?? null, ...basisOf(consentBasis) };
}

export async function importCustomerFile({
  dataDir,
  workspace,
  body,
  onProgress,
}: JobContext): Promise<unknown> {
  const asked = input.parse(body);
  const { file, map, traits, country, dryRun, dateFormat, encoding } = asked;
  const columns = map === undefined ? null : parseCustomerMap(map);
  const proof = proofOf(asked);
  const isNew = !workspaceExists(dataDir, workspace);
  const opened = await openWorkspace({ dataDir, name: workspace, create: true });
  let empty = true;
  try {
    const { store, container } = opened;
    const report = await importCustomers({
      file,
      map: columns,
      restAsTraits: traits === 'rest',
      proof,
      country: country ?? null,
      store,
      addressKeyOf: container.addressKeyOf,
      rejectFile: asked.rejectFile ?? `${file}.rejects.ndjson`,
      dryRun,
      now: container.now(),
      ...(dateFormat === undefined ? {} : { dateFormat }),
      ...(encoding === undefined ? {} : { encoding }),
      onProgress: ({ rows, bytesRead, totalBytes }) =>
        onProgress({ done: totalBytes === 0 ? 1 : bytesRead / totalBytes, what: `${rows} rows` }),
    });
    empty = (await store.countPeople()) === 0;
    return report;
  } finally {
    await opened.close();
    if (isNew && empty) rmSync(opened.files.dir, { recursive: true, force: true });
  }
}
