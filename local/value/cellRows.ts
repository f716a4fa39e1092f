/** Rows of a summary from cells that are text already: of small plain files, whose splitting is quickest done by the engine, and of quoted ones. */
import { unreadable } from '../../core/customer/import/rowFault.ts';
import { numberOfText } from './numberCells.ts';
import type { SummaryLayout } from './summaryLayout.ts';
import {
  EMPTY_FIGURE,
  FIGURES,
  isUsual,
  mayBeEmpty,
  NOT_A_FIGURE,
  type Summary,
  type SummaryRows,
} from './summaryRows.ts';

/** What `Number` reads and a file does not mean: hexadecimal and the like. */
const ODD_NUMBERS = ['0x', '0X', '0o', '0O', '0b', '0B'] as const;

interface FigurePlace {
  readonly place: number;
  readonly figure: number;
  readonly mayBeEmpty: boolean;
}

/** What a row with the wrong number of fields is refused with. */
export function wrongFieldCount(fields: number, { header }: SummaryLayout) {
  const { code, problem, remedy } = unreadable(
    'wrong-field-count',
    `has ${fields} fields where the header has ${header.length}`,
    'give every row a field for each column, empty ones too',
  );
  return { code, problem, remedy, field: null, value: '' };
}

/** What a cell is refused with that is no figure. */
export function wrongFigure(place: number, cells: readonly string[], { fields }: SummaryLayout) {
  const value = cells[place] ?? '';
  const { code, problem, remedy } = value.trim() === '' ? EMPTY_FIGURE : NOT_A_FIGURE;
  return { code, problem, remedy, field: fields[place] ?? null, value };
}

export class CellRows {
  private readonly layout: SummaryLayout;
  private readonly rows: SummaryRows;
  private readonly places: readonly FigurePlace[];
  private readonly idPlace: number;
  private readonly figures = new Float64Array(FIGURES.length);
  /** Cells of the rows taken; their ids are cut out when they are asked for. */
  readonly taken: (readonly string[])[] = [];

  constructor(layout: SummaryLayout, rows: SummaryRows) {
    this.layout = layout;
    this.rows = rows;
    this.idPlace = layout.fields.indexOf('id');
    this.places = layout.fields.flatMap((field, place) =>
      field === null || field === 'id'
        ? []
        : [{ place, figure: FIGURES.indexOf(field), mayBeEmpty: mayBeEmpty(field) }],
    );
  }

  /** The place of the first cell that cannot be read; −1 where all can, and then the figures are filled. */
  private fill(cells: readonly string[]): number {
    this.figures.fill(Number.NaN);
    for (const { place, figure, mayBeEmpty: optional } of this.places) {
      const text = cells[place] ?? '';
      const value = numberOfText(text);
      this.figures[figure] = value;
      if (Number.isNaN(value) && !(optional && text.trim() === '')) return place;
    }
    return -1;
  }

  take(cells: readonly string[], line: number): void {
    const { layout, rows } = this;
    if (cells.length !== layout.fields.length) {
      rows.refuse({ ...wrongFieldCount(cells.length, layout), line, raw: cells });
      return;
    }
    const wrong = this.fill(cells);
    if (wrong >= 0) rows.refuse({ ...wrongFigure(wrong, cells, layout), line, raw: cells });
    else if (rows.take(this.figures, line, cells)) this.taken.push(cells);
  }

  summary(): Summary {
    const { fields, notes } = this.layout;
    const idOf = (row: number): string =>
      this.idPlace < 0 ? String(row + 1) : (this.taken[row]?.[this.idPlace] ?? '').trim();
    return this.rows.summary((figure) => fields.includes(figure), idOf, notes);
  }
}

/** True where a row has figures that the plain loop does not look at. */
function needsCloseLook(fields: SummaryLayout['fields']): boolean {
  return fields.includes('litt') || fields.includes('count');
}

/**
 * Lines of plain text without quotes, from the line behind the header on. One plain loop: it runs once, mostly before the
 * engine has compiled it, so rows with nothing unusual are taken on the spot and all others are looked at closely.
 */
export function readPlainLines(
  text: string,
  firstLine: number,
  layout: SummaryLayout,
  rows: SummaryRows,
): Summary {
  const reading = new CellRows(layout, rows);
  const lines = text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');
  const { length } = lines;
  rows.reserve(length);
  const { x: xs, tx: lasts, T: ends, meanSpend: means } = rows.columns;
  const { taken } = reading;
  const { separator, fields } = layout;
  const { length: width } = fields;
  const [atX, atTx, atT, atMean] = [
    fields.indexOf('x'),
    fields.indexOf('t_x'),
    fields.indexOf('T'),
    fields.indexOf('m_x'),
  ];
  const mayBeUsual =
    !rows.rules.discrete && !needsCloseLook(fields) && !ODD_NUMBERS.some((odd) => text.includes(odd));
  for (let line = 0; line < length; line += 1) {
    const cells = (lines[line] ?? '').split(separator);
    const x = Number(cells[atX] || 'none');
    const tx = Number(cells[atTx] || 'none');
    const T = Number(cells[atT]);
    const mean = atMean < 0 ? 0 : Number(cells[atMean] || 'none');
    if (mayBeUsual && mean >= 0 && isUsual(x, tx, T) && cells.length === width) {
      const row = taken.push(cells) - 1;
      xs[row] = x;
      lasts[row] = tx;
      ends[row] = T;
      means[row] = mean;
      rows.rows = row + 1;
    } else if (lines[line] !== '') reading.take(cells, firstLine + line);
  }
  return reading.summary();
}
