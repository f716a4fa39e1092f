/**
 * A CSV file of one group of an experiment: a line for everybody assigned, and what they did. An empty cell is 0, since who
 * did nothing is often left empty; a cell that is neither empty nor a number, or for a conversion neither yes nor no, and a
 * customer that stands there twice are refused by line. All lines are looked at before anything is said.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { BeforeAndAfter } from '../../core/experiment/cuped.ts';
import type { LiftMetric } from '../../core/experiment/liftReport.ts';
import { sniffHeader } from '../../functions/shared/import/csvTable.ts';
import { numberOfText } from '../value/numberCells.ts';
import { type ArmColumns, type ArmRequest, armColumns, knownColumns } from './armColumns.ts';

/** Somebody's line that cannot be taken. */
export interface LineFault {
  /** 1-based. */
  readonly line: number;
  /** Column. */
  readonly field: string;
  readonly problem: string;
}

export interface ArmFile {
  readonly kind: 'read';
  readonly metric: LiftMetric;
  /** `pre` is empty where no such column was asked for. */
  readonly values: BeforeAndAfter & { readonly post: Float64Array };
  /** Empty where no column names the customers. */
  readonly customers: ReadonlySet<string>;
  /** Cells without a value, taken as 0. */
  readonly emptyCells: number;
}

export type ArmReading =
  | ArmFile
  | {
      readonly kind: 'unreadable';
      readonly field: string;
      readonly detail: string;
      readonly remedy: string;
      readonly faults: readonly LineFault[];
    };

const MOST_FAULTS = 20;
const YES = new Set(['true', 'yes', 'y', 't', '是']);
const NO = new Set(['false', 'no', 'n', 'f', '否']);
const YES_OR_NO = new Set([...YES, ...NO, '0', '1', '']);

const rowsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function unreadable(
  field: string,
  detail: string,
  remedy: string,
  faults: readonly LineFault[] = [],
): ArmReading {
  return { kind: 'unreadable', field, detail, remedy, faults };
}

async function textOf(file: string): Promise<string | ArmReading> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const detail = code === 'ENOENT' ? `there is no file ${file}` : `${file} cannot be read (${code})`;
    return unreadable(file, detail, 'check the path');
  }
}

/** NaN for what is neither. */
function outcomeOf(cell: string, metric: LiftMetric): number {
  const number = numberOfText(cell);
  if (metric === 'mean') return number;
  const word = cell.trim().toLowerCase();
  if (YES.has(word)) return 1;
  if (NO.has(word)) return 0;
  return Number.isNaN(number) ? Number.NaN : Number(number > 0);
}

/** Reads the lines of one file into columns. */
class ArmRows {
  readonly faults: LineFault[] = [];
  readonly customers = new Set<string>();
  readonly post: number[] = [];
  readonly pre: number[] = [];
  emptyCells = 0;
  private readonly header: readonly string[];
  private readonly columns: ArmColumns;
  private readonly metric: LiftMetric;

  constructor(header: readonly string[], columns: ArmColumns, metric: LiftMetric) {
    this.header = header;
    this.columns = columns;
    this.metric = metric;
  }

  take(record: readonly string[], line: number): void {
    const { customer, outcome, pre } = this.columns;
    this.post.push(this.value(record, outcome, line, this.metric));
    if (pre >= 0) this.pre.push(this.value(record, pre, line, 'mean'));
    if (customer >= 0) this.remember(record[customer] ?? '', customer, line);
  }

  private value(record: readonly string[], position: number, line: number, metric: LiftMetric): number {
    const cell = record[position] ?? '';
    if (cell.trim() === '') {
      this.emptyCells += 1;
      return 0;
    }
    const value = outcomeOf(cell, metric);
    if (Number.isFinite(value)) return value;
    this.fault(position, line, `"${cell}" is ${metric === 'mean' ? 'no number' : 'neither yes nor no'}`);
    return 0;
  }

  private remember(customer: string, position: number, line: number): void {
    if (customer === '') this.fault(position, line, 'names no customer');
    else if (this.customers.has(customer))
      this.fault(position, line, `customer "${customer}" stands there a second time`);
    this.customers.add(customer);
  }

  private fault(position: number, line: number, problem: string): void {
    this.faults.push({ line, field: this.header[position] ?? '', problem });
  }
}

/** What follows a quote that is not closed is no table: then the parser's own sentence, which names the line. */
function recordsOf(text: string, separator: string): z.infer<typeof rowsSchema> | string {
  try {
    const parsed: unknown = parse(text, {
      delimiter: separator,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    });
    return rowsSchema.parse(parsed);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** By the name of the column or the call; else conversion where every cell says yes or no. */
function metricOf({ metric, outcome }: ArmColumns, records: z.infer<typeof rowsSchema>): LiftMetric {
  if (metric !== null) return metric;
  const isYesOrNo = (cell: string) => YES_OR_NO.has(cell.trim().toLowerCase());
  return records.every(({ record }) => isYesOrNo(record[outcome] ?? '')) ? 'conversion' : 'mean';
}

const ONE_LINE_EACH =
  'write one line for each customer: a number, or 1 and 0 for who converted and who did not';

export async function readArm(file: string, request: ArmRequest): Promise<ArmReading> {
  const text = await textOf(file);
  if (typeof text !== 'string') return text;
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  if (firstLine.trim() === '')
    return unreadable(
      file,
      `${file} is empty`,
      'begin it with a line of column names, such as customer,converted',
    );
  const { separator, header } = sniffHeader(firstLine, (names) => knownColumns(names, request));
  const columns = armColumns(header, request);
  if ('option' in columns) return unreadable(columns.option, `${file}: ${columns.detail}`, columns.remedy);
  const records = recordsOf(text, separator);
  if (typeof records === 'string')
    return unreadable(file, `${file} is no table: ${records}`, 'mend the quotes of that line');
  const lines = records.slice(1);
  const metric = metricOf(columns, lines);
  const rows = new ArmRows(header, columns, metric);
  for (const { record, info } of lines) rows.take(record, info.lines);
  const { faults, customers, emptyCells } = rows;
  if (faults.length > 0) {
    const detail = `${file}: ${faults.length} lines cannot be read`;
    return unreadable(faults[0]?.field ?? file, detail, ONE_LINE_EACH, faults.slice(0, MOST_FAULTS));
  }
  const values = { pre: Float64Array.from(rows.pre), post: Float64Array.from(rows.post) };
  return { kind: 'read', metric, values, customers, emptyCells };
}
