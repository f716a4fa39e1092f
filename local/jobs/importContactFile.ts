/** Jobs: a file of consents, and a suppression list, into a workspace that is there. */
import { basename } from 'node:path';
import * as z from 'zod';
import { readChannel } from '../../core/customer/import/addressCell.ts';
import { readBasis } from '../../core/customer/import/consentCells.ts';
import { parseFieldMap } from '../../core/customer/import/fieldMap.ts';
import { CONSENT_FIELDS } from '../../core/customer/import/mapConsent.ts';
import { SUPPRESSION_FIELDS } from '../../core/customer/import/mapSuppression.ts';
import { phoneCountry } from '../../core/customer/phoneNumber.ts';
import { readReason } from '../../core/message/suppressionList.ts';
import { parseIso } from '../../core/time.ts';
import { misuse } from '../../functions/shared/problem.ts';
import { importConsents } from '../import/consents.ts';
import type { ImportProgress } from '../import/importRows.ts';
import { importSuppressions } from '../import/suppressions.ts';
import { openWorkspace, type Workspace } from '../workspace/openWorkspace.ts';
import type { JobContext } from './jobContext.ts';

const text = z.string().min(1).max(2_000).exactOptional();
const common = {
  file: z.string().min(1),
  map: text,
  channel: text,
  country: text,
  source: text,
  dryRun: z.boolean().default(false),
  dateFormat: z.enum(['dmy', 'mdy', 'ymd']).exactOptional(),
  encoding: text,
  rejectFile: text,
};
const consentInput = z.object({ ...common, at: text, topic: text, basis: text, wording: text });
const suppressionInput = z.object({ ...common, reason: text });
type Common = z.infer<z.ZodObject<typeof common>>;

function commonRules({ channel, country, dateFormat }: Common, now: number) {
  const read = readChannel(channel);
  if (read.kind === 'unreadable') throw misuse('channel', `"${channel}" ${read.problem}`, read.remedy);
  const known = country === undefined ? null : phoneCountry(country);
  if (country !== undefined && known === null)
    throw misuse('country', `"${country}" is no country`, 'give an ISO 3166 code, for example CN');
  return { channel: read.channel, country: known, dateFormat: dateFormat ?? null, now };
}

function fileOf({ file, rejectFile, dryRun, encoding }: Common, { onProgress }: JobContext) {
  return {
    file,
    rejectFile: rejectFile ?? `${file}.rejects.ndjson`,
    dryRun,
    ...(encoding === undefined ? {} : { encoding }),
    onProgress: ({ rows, bytesRead, totalBytes }: ImportProgress) =>
      onProgress({ done: totalBytes === 0 ? 1 : bytesRead / totalBytes, what: `${rows} rows` }),
  };
}

async function inWorkspace<T>(
  { dataDir, workspace }: JobContext,
  run: (on: Workspace) => Promise<T>,
): Promise<T> {
  const opened = await openWorkspace({ dataDir, name: workspace, create: false });
  try {
    return await run(opened);
  } finally {
    await opened.close();
  }
}

function basisOf(asked: string | undefined) {
  const read = readBasis(asked ?? '');
  if (read.kind === 'unreadable') throw misuse('basis', `"${asked}" ${read.problem}`, read.remedy);
  return read.basis;
}

function dateOf(asked: string | undefined, now: number): number | null {
  const at = asked === undefined ? null : parseIso(asked);
  if (asked === undefined || (at !== null && at <= now)) return at;
  const problem = at === null ? 'is no date' : 'lies in the future';
  throw misuse('at', `"${asked}" ${problem}`, 'give the day of the consents, for example 2026-04-03');
}

export function importConsentFile(context: JobContext): Promise<unknown> {
  const asked = consentInput.parse(context.body);
  const example = '--map address=email,topic=list,state=status,at=date,source=form,basis=basis';
  const map = asked.map === undefined ? null : parseFieldMap(asked.map, { fields: CONSENT_FIELDS, example });
  return inWorkspace(context, ({ store, container }) => {
    const now = container.now();
    const { source = null, wording = null, topic = null } = asked;
    return importConsents({
      ...fileOf(asked, context),
      map,
      store,
      addressKeyOf: container.addressKeyOf,
      rules: {
        ...commonRules(asked, now),
        source,
        wording,
        topic,
        basis: basisOf(asked.basis),
        at: dateOf(asked.at, now),
        by: basename(asked.file),
      },
    });
  });
}

export function importSuppressionFile(context: JobContext): Promise<unknown> {
  const asked = suppressionInput.parse(context.body);
  const { reason = null } = asked;
  if (reason !== null && readReason(reason).kind !== 'reason')
    throw misuse(
      'reason',
      `"${reason}" is no reason`,
      'give hard-bounce, spam-complaint, manual or stop-word',
    );
  const example = '--map address=EmailAddress,reason=Reason,at=LastUpdateTime';
  const map =
    asked.map === undefined ? null : parseFieldMap(asked.map, { fields: SUPPRESSION_FIELDS, example });
  return inWorkspace(context, ({ store, container }) =>
    importSuppressions({
      ...fileOf(asked, context),
      map,
      store,
      addressKeyOf: container.addressKeyOf,
      rules: { ...commonRules(asked, container.now()), reason, source: asked.source ?? basename(asked.file) },
    }),
  );
}
