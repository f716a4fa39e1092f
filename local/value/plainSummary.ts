/** A large summary, read from its bytes: text in UTF-8 without quotes. */
import { wrongFieldCount, wrongFigure } from './cellRows.ts';
import { CARRIAGE_RETURN, LINE_FEED, NumberCells } from './numberCells.ts';
import type { SummaryLayout } from './summaryLayout.ts';
import { FIGURES, mayBeEmpty, type Summary, type SummaryRows } from './summaryRows.ts';

const ID = -1;
const LEFT_OUT = -2;

/** Where ids stand in the bytes, a row each. */
class IdPlaces {
  private places = new Float64Array(8_192);

  set(row: number, from: number, to: number): void {
    if (2 * row + 1 >= this.places.length) {
      const larger = new Float64Array(this.places.length * 4);
      larger.set(this.places);
      this.places = larger;
    }
    this.places[2 * row] = from;
    this.places[2 * row + 1] = to;
  }

  textOf(bytes: Buffer, row: number): string {
    return bytes.toString('utf8', this.places[2 * row] ?? 0, this.places[2 * row + 1] ?? 0).trim();
  }
}

/** A file on its way: the row being read, and what has been taken of those before. */
class PlainReading {
  readonly ids = new IdPlaces();
  private readonly bytes: Buffer;
  private readonly cells: NumberCells;
  private readonly layout: SummaryLayout;
  private readonly rows: SummaryRows;
  private readonly roles: Int32Array;
  private readonly figures = new Float64Array(FIGURES.length);
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
    const { cells, roles, rows } = this;
    this.figures.fill(Number.NaN);
    let fault = LEFT_OUT;
    let place = 0;
    let [idFrom, idTo] = [0, 0];
    for (;;) {
      const role = roles[place] ?? LEFT_OUT;
      const from = cells.at;
      if (role < 0) cells.skip();
      else if (!this.readFigure(role) && fault === LEFT_OUT) fault = place;
      if (role === ID) [idFrom, idTo] = [from, cells.at];
      place += 1;
      if (cells.endsLine()) break;
      cells.at += 1;
    }
    const { line, layout } = this;
    if (place !== roles.length) rows.refuse({ ...wrongFieldCount(place, layout), line, raw: this.raw() });
    else if (fault !== LEFT_OUT)
      rows.refuse({ ...wrongFigure(fault, this.raw(), layout), line, raw: this.raw() });
    else if (rows.take(this.figures, this.line, this)) this.ids.set(rows.rows - 1, idFrom, idTo);
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
  const hasId = layout.fields.includes('id');
  const idOf = (row: number): string => (hasId ? reading.ids.textOf(bytes, row) : String(row + 1));
  return rows.summary((figure) => layout.fields.includes(figure), idOf, layout.notes);
}
