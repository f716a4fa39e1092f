/**
 * Cells of a CSV file read as numbers from its bytes, without making text of them: as exact as `Number` would be. A decimal of at
 * most 15 or so digits is the quotient of two whole numbers that a double holds, so one division rounds it right (Clinger
 * 1990); longer ones go through text, and the same cell seen again is remembered.
 */

const ZERO = 48;
const POINT = 46;
const MINUS = 45;
const PLUS = 43;
const SPACE = 32;
const TAB = 9;
export const LINE_FEED = 10;
export const CARRIAGE_RETURN = 13;

const POWERS = Float64Array.from({ length: 23 }, (_, power) => 10 ** power);
/** Digits a 32-bit whole number holds; a cell is read as two of them. */
const HALF_DIGITS = 9;
const EXACT_DIGITS = 15;
/** Stands for the byte behind the last. */
const END = -1;
const REMEMBERED = 8_192;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/** A number as files write it, blanks around it allowed; NaN for anything else. */
export function numberOfText(text: string): number {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
}

export type CellKind = 'number' | 'empty' | 'other';

/** Walks over the cells of bytes. `at` stands at the beginning of a cell, or, once it is read, at what ends it. */
export class NumberCells {
  at = 0;
  value = 0;
  private readonly bytes: Buffer;
  private readonly separator: number;
  private readonly seen = {
    high: new Int32Array(REMEMBERED),
    low: new Int32Array(REMEMBERED),
    shape: new Int32Array(REMEMBERED),
    value: new Float64Array(REMEMBERED),
  };

  constructor(bytes: Buffer, separator: string) {
    this.bytes = bytes;
    this.separator = separator.charCodeAt(0);
  }

  /** Goes to the end of the cell. */
  skip(): void {
    const { bytes, separator } = this;
    const { length } = bytes;
    let at = this.at;
    for (; at < length; at += 1) {
      const byte = bytes[at] ?? 0;
      if (byte === separator || byte === LINE_FEED || byte === CARRIAGE_RETURN) break;
    }
    this.at = at;
  }

  /** True where the cell just read is the last of its line. */
  endsLine(): boolean {
    return this.bytes[this.at] !== this.separator;
  }

  /** Reads the cell into `value`, and goes to its end. */
  read(): CellKind {
    const { bytes, separator } = this;
    const from = this.at;
    let at = from;
    let byte = bytes[at] ?? END;
    let [high, low, digits, point] = [0, 0, 0, -1];
    for (;;) {
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        if (digits < HALF_DIGITS) high = (high * 10 + digit) | 0;
        else low = (low * 10 + digit) | 0;
        digits += 1;
      } else if (byte === POINT && point < 0) point = at;
      else break;
      at += 1;
      byte = bytes[at] ?? END;
    }
    const isWhole = byte === separator || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === END;
    if (!isWhole || digits === 0 || digits > 2 * HALF_DIGITS) return this.readOther(from);
    this.at = at;
    const decimals = point < 0 ? 0 : at - point - 1;
    if (digits <= HALF_DIGITS) this.value = high / (POWERS[decimals] ?? 1);
    else if (digits <= EXACT_DIGITS)
      this.value = (high * (POWERS[digits - HALF_DIGITS] ?? 1) + low) / (POWERS[decimals] ?? 1);
    else this.value = this.longValue(from, high, low, (digits << 5) | decimals);
    return 'number';
  }

  /** A number of more digits than a double is sure to hold. */
  private longValue(from: number, high: number, low: number, shape: number): number {
    const { seen } = this;
    const slot = (Math.imul(high, 2_654_435_761) ^ Math.imul(low, 2_246_822_519)) >>> 19;
    if (seen.high[slot] !== high || seen.low[slot] !== low || seen.shape[slot] !== shape) {
      seen.high[slot] = high;
      seen.low[slot] = low;
      seen.shape[slot] = shape;
      seen.value[slot] = Number(this.bytes.toString('latin1', from, this.at));
    }
    return seen.value[slot] ?? 0;
  }

  /** A sign, blanks, an exponent, nothing at all, or no number. */
  private readOther(from: number): CellKind {
    this.at = from;
    this.skip();
    const { bytes, at } = this;
    const byte = bytes[from] ?? 0;
    if (from === at) return 'empty';
    const isMaybe =
      byte === MINUS ||
      byte === PLUS ||
      byte === SPACE ||
      byte === TAB ||
      byte === POINT ||
      (byte >= ZERO && byte < ZERO + 10);
    const text = isMaybe ? bytes.toString('latin1', from, at) : 'none';
    if (text.trim() === '') return 'empty';
    this.value = numberOfText(text);
    return Number.isNaN(this.value) ? 'other' : 'number';
  }
}
