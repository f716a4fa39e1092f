/** A large summary, read from its bytes: text in UTF-8 without quotes. */
import { wrongFieldCount, wrongFigure } from './cellRows.ts';
import { CARRIAGE_RETURN, LINE_FEED, NumberCells } from './numberCells.ts';
import type { SummaryLayout } from './summaryLayout.ts';
import { type Figure, FIGURES, mayBeEmpty, type Summary, type SummaryRows } from './summaryRows.ts';

const [LITT, MEAN, COUNT] = [3, 4, 5];
const ID = -1;
const LEFT_OUT = -2;

const SAMPLE_BYTES = 65_536;

/** About how many lines are still to come, rather too many than too few. */
function linesFrom(bytes: Buffer, at: number): number {
  const sample = bytes.subarray(at, at + SAMPLE_BYTES);
  let feeds = 1;
  for (let feed = sample.indexOf(LINE_FEED); feed >= 0; feed = sample.indexOf(LINE_FEED, feed + 1))
    feeds += 1;
  return Math.ceil(((bytes.length - at) / Math.max(1, sample.length)) * feeds * 1.05) + 16;
}

/** A file on its way: the row being read, and what has been taken of those before. */
class PlainReading {
  private readonly bytes: Buffer;
  private readonly cells: NumberCells;
  private readonly layout: SummaryLayout;
  private readonly rows: SummaryRows;
  private readonly roles: Int32Array;
  private readonly idPlace: number;
  private readonly figures = new Float64Array(FIGURES.length);
  /** Where the id of each row begins. */
  private ids: Uint32Array;
  private line: number;
  private lineFrom = 0;

  constructor(
    bytes: Buffer,
    start: { readonly at: number; readonly line: number },
    layout: SummaryLayout,
    rows: SummaryRows,
  ) {
    this.bytes = bytes;
    this.layout = layout;
    this.rows = rows;
    this.line = start.line;
    this.cells = new NumberCells(bytes, layout.separator);
    this.cells.at = start.at;
    const expected = linesFrom(bytes, start.at);
    this.idPlace = layout.fields.indexOf('id');
    this.ids = new Uint32Array(this.idPlace < 0 ? 0 : expected);
    rows.reserve(expected);
    this.roles = Int32Array.from(layout.fields, (field) => {
      if (field === 'id') return ID;
      return field === null ? LEFT_OUT : FIGURES.indexOf(field);
    });
  }

  raw(): string[] {
    return this.bytes.toString('utf8', this.lineFrom, this.lineTo()).split(this.layout.separator);
  }

  private lineTo(): number {
    const feed = this.bytes.indexOf(LINE_FEED, this.lineFrom);
    const to = feed < 0 ? this.bytes.length : feed;
    return this.bytes[to - 1] === CARRIAGE_RETURN ? to - 1 : to;
  }

  readAll(): void {
    const { bytes, cells } = this;
    while (cells.at < bytes.length) {
      this.lineFrom = cells.at;
      const byte = bytes[cells.at];
      if (byte !== LINE_FEED && byte !== CARRIAGE_RETURN) this.readLine();
      this.toNextLine();
    }
  }

  private toNextLine(): void {
    const { bytes, cells } = this;
    if (bytes[cells.at] === CARRIAGE_RETURN) cells.at += 1;
    if (bytes[cells.at] === LINE_FEED) cells.at += 1;
    this.line += 1;
  }

  private readLine(): void {
    const { cells, roles, figures } = this;
    figures[LITT] = Number.NaN;
    figures[MEAN] = Number.NaN;
    figures[COUNT] = Number.NaN;
    let fault = LEFT_OUT;
    let place = 0;
    let idFrom = 0;
    for (;;) {
      const role = roles[place] ?? LEFT_OUT;
      if (role === ID) idFrom = cells.at;
      if (role < 0) cells.skip();
      else if (!this.readFigure(role) && fault === LEFT_OUT) fault = place;
      place += 1;
      if (cells.endsLine()) break;
      cells.at += 1;
    }
    if (place === roles.length && fault === LEFT_OUT) this.takeRow(idFrom);
    else this.refuseRow(place, fault);
  }

  private takeRow(idFrom: number): void {
    const { rows, figures } = this;
    if (!rows.takeUsual(figures) && !rows.take(figures, this.line, this)) return;
    if (this.idPlace < 0) return;
    if (rows.rows > this.ids.length) {
      const larger = new Uint32Array(2 * rows.rows);
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[rows.rows - 1] = idFrom;
  }

  private refuseRow(places: number, fault: number): void {
    const { line, layout } = this;
    const raw = this.raw();
    const why =
      places === this.roles.length ? wrongFigure(fault, raw, layout) : wrongFieldCount(places, layout);
    this.rows.refuse({ ...why, line, raw });
  }

  idOf(row: number): string {
    if (this.idPlace < 0) return String(row + 1);
    this.cells.at = this.ids[row] ?? 0;
    this.cells.skip();
    return this.bytes.toString('utf8', this.ids[row], this.cells.at).trim();
  }

  private readFigure(role: number): boolean {
    const kind = this.cells.read();
    if (kind === 'number') this.figures[role] = this.cells.value;
    const figure = FIGURES[role];
    return kind === 'number' || (kind === 'empty' && figure !== undefined && mayBeEmpty(figure));
  }
}

/** Reads the rows behind the header; `start` is where they begin and the number of that line. */
export function readPlainSummary(
  bytes: Buffer,
  start: { readonly at: number; readonly line: number },
  layout: SummaryLayout,
  rows: SummaryRows,
): Summary {
  const reading = new PlainReading(bytes, start, layout, rows);
  reading.readAll();
  const has = (figure: Figure): boolean => layout.fields.includes(figure);
  return rows.summary(has, (row) => reading.idOf(row), layout.notes);
}
