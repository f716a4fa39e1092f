/**
 * `import complete-journey`: the public data set of that name, brought in by the imports there are: households, baskets, products,
 * campaigns received and coupons redeemed. The files are read here and made into what those imports take.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { findFiles } from '../../local/import/completeJourney/findFiles.ts';
import {
  type FileImport,
  JOURNEY_CURRENCY,
  journeyImports,
  PRODUCT_MAP,
} from '../../local/import/completeJourney/imports.ts';
import { prepareCompleteJourney } from '../../local/import/completeJourney/prepare.ts';
import { type CatalogueRead, readCatalogue } from '../../local/import/readCatalogue.ts';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { importReport, type ImportReport } from '../importing.ts';
import { count } from '../text/format.ts';
import { table } from '../text/table.ts';
import { usingFile } from '../unusableFile.ts';
import { fill } from '../words/words.ts';

interface Done {
  readonly what: FileImport['what'] | 'products';
  readonly source: string;
  readonly report: ImportReport;
}

function rejectsOf({ args, pathOf }: CommandContext, what: string, source: string): string {
  const dir = args.text('reject-dir');
  const name = `${basename(source)}.${what}.rejects.ndjson`;
  return dir === undefined ? join(source, '..', name) : join(pathOf(dir), name);
}

async function importOne(context: CommandContext, one: FileImport): Promise<Done> {
  const { what, kind, file, source, options } = one;
  const answer = await context.ask({
    method: 'POST',
    path: `/v1/imports/${kind}`,
    body: { file, rejectFile: rejectsOf(context, what, source), ...options },
    onProgress: context.printer.progress,
  });
  return { what, source, report: readAnswer(importReport, answer) };
}

async function importProducts(context: CommandContext, file: string, source: string): Promise<Done> {
  const read: CatalogueRead = await readCatalogue({
    file,
    map: PRODUCT_MAP,
    currency: JOURNEY_CURRENCY,
    rejectFile: rejectsOf(context, 'products', source),
  });
  const { catalogue, rejected, rejectFile, notes } = read;
  await context.ask({ method: 'PUT', path: '/v1/catalogue', body: catalogue });
  const report = { accepted: catalogue.items.length, rejected, rejectFile, notes: [...notes] };
  return { what: 'products', source, report };
}

async function show({ printer, words, language }: CommandContext, done: readonly Done[]): Promise<void> {
  const told = (value: number | undefined) => (value === undefined ? '' : count(value, language));
  await printer.lines(
    table(
      [
        { title: words.completeJourney.what },
        { title: words.import.accepted, align: 'right' },
        { title: words.completeJourney.known, align: 'right' },
        { title: words.import.rejected, align: 'right' },
        { title: words.import.rejectFile },
      ],
      done.map(({ what, report }) => [
        words.completeJourney[what],
        told(report.accepted),
        told(report.duplicates ?? (report.unchanged ?? 0) + (report.updated ?? 0)),
        told(report.rejected),
        report.rejectFile ?? '',
      ]),
    ),
  );
}

async function bringIn(context: CommandContext, work: string): Promise<{ done: Done[]; leftOut: number }> {
  const { args, pathOf } = context;
  const files = await findFiles(pathOf(args.operand()));
  const prepared = await prepareCompleteJourney(files, work);
  const done: Done[] = [];
  for (const one of journeyImports(files, prepared)) {
    done.push(await importOne(context, one));
    if (one.what === 'orders') done.push(await importProducts(context, prepared.products, files.products));
  }
  return { done, leftOut: prepared.productsLeftOut };
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { json, printer, words } = context;
  const work = await mkdtemp(join(tmpdir(), 'perennial-'));
  try {
    const { done, leftOut } = await usingFile('DIR', () => bringIn(context, work));
    const said = words.completeJourney;
    const notes = [
      said.noAddress,
      said.noCost,
      ...(leftOut === 0 ? [] : [fill(said.leftOut, { count: leftOut })]),
    ];
    if (json) {
      const reports = done.map(({ what, source, report }) => [what, { ...report, file: source }] as const);
      await printer.document({ ...Object.fromEntries(reports), productsLeftOut: leftOut, notes });
      return 0;
    }
    await show(context, done);
    for (const { source, report } of done)
      if (report.rejected > 0)
        for (const note of report.notes) await printer.note(fill(said.of, { file: basename(source), note }));
    for (const note of notes) await printer.note(fill(words.import.note, { note }));
    return 0;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
