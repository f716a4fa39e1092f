/**
 * Columns of numbers and a text about them in one run of bytes, so that a fitted model is read back without parsing: the length of
 * the header, the header as JSON, then each column where a multiple of eight begins, little-endian.
 */
export type Column = Int8Array | Int32Array | Float32Array | Float64Array;
export type Columns = Readonly<Record<string, Column>>;

type Kind = 'int8' | 'int32' | 'float32' | 'float64';

interface Described {
  readonly name: string;
  readonly kind: Kind;
  readonly length: number;
}

interface Header {
  readonly about: string;
  readonly columns: readonly Described[];
}

const START = 8;

function kindOf(column: Column): Kind {
  if (column instanceof Int8Array) return 'int8';
  if (column instanceof Int32Array) return 'int32';
  return column instanceof Float32Array ? 'float32' : 'float64';
}

function upToEight(bytes: number): number {
  return Math.ceil(bytes / 8) * 8;
}

const BYTES: Readonly<Record<Kind, number>> = { int8: 1, int32: 4, float32: 4, float64: 8 };

function sizeOf({ kind, length }: Described): number {
  return length * BYTES[kind];
}

export function packColumns(about: string, columns: Columns): Uint8Array {
  const described = Object.entries(columns).map(([name, column]) => ({
    name,
    kind: kindOf(column),
    length: column.length,
  }));
  const header: Header = { about, columns: described };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const begin = upToEight(START + text.byteLength);
  const bytes = described.reduce((sum, one) => sum + upToEight(sizeOf(one)), begin);
  const packed = new Uint8Array(bytes);
  new DataView(packed.buffer).setUint32(0, text.byteLength, true);
  packed.set(text, START);
  let at = begin;
  for (const column of Object.values(columns)) {
    packed.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += upToEight(column.byteLength);
  }
  return packed;
}

/** `packed` begins where its buffer does; the columns share its memory. */
export function unpackColumns(packed: Uint8Array): { readonly about: string; readonly columns: Columns } {
  const { buffer } = packed;
  const length = new DataView(buffer, packed.byteOffset).getUint32(0, true);
  const header: Header = JSON.parse(new TextDecoder().decode(packed.subarray(START, START + length)));
  const columns: Record<string, Column> = {};
  let at = packed.byteOffset + upToEight(START + length);
  for (const one of header.columns) {
    switch (one.kind) {
      case 'int8':
        columns[one.name] = new Int8Array(buffer, at, one.length);
        break;
      case 'int32':
        columns[one.name] = new Int32Array(buffer, at, one.length);
        break;
      case 'float32':
        columns[one.name] = new Float32Array(buffer, at, one.length);
        break;
      case 'float64':
        columns[one.name] = new Float64Array(buffer, at, one.length);
        break;
    }
    at += upToEight(sizeOf(one));
  }
  return { about: header.about, columns };
}
