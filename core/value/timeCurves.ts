/**
 * Functions of (x, T) for very many customers: for each x that many share, the function is replaced by a polynomial in
 * ln(scale + T) that agrees with it to 1e-11, worked out at a few Chebyshev points between the shortest and the longest
 * T with that x (Trefethen, Approximation Theory and Practice, chapters 3 and 8). Where no polynomial of moderate degree
 * will do, or few share an x, the function itself is asked.
 *
 * The function must be positive and smooth in T; it is the logarithm that is replaced.
 */

/** For each x, how many rows have it and between which T they lie. Rows that no history can produce are left out. */
export interface TimeSpans {
  readonly rows: Int32Array;
  readonly shortest: Float64Array;
  readonly longest: Float64Array;
}

const MOST_ORDERS = 1_000_000;
const DEGREES = [16, 32, 64] as const;
/** Error in the logarithm. */
const PRECISION = 1e-12;
/** A polynomial costs as many calls of the function as its degree; it is worth making for more rows than this. */
const FEW_ROWS = 64;

export function isScorable(x: number, T: number): boolean {
  return x >= 0 && x <= MOST_ORDERS && Number.isInteger(x) && T >= 0 && T < Number.POSITIVE_INFINITY;
}

export function timeSpans(x: ArrayLike<number>, T: ArrayLike<number>): TimeSpans {
  const count = Math.min(x.length, T.length);
  let most = -1;
  for (let i = 0; i < count; i += 1) {
    const orders = x[i] ?? Number.NaN;
    if (orders > most && isScorable(orders, T[i] ?? Number.NaN)) most = orders;
  }
  const rows = new Int32Array(most + 1);
  const shortest = new Float64Array(most + 1).fill(Number.POSITIVE_INFINITY);
  const longest = new Float64Array(most + 1);
  for (let i = 0; i < count; i += 1) {
    const orders = x[i] ?? Number.NaN;
    const time = T[i] ?? Number.NaN;
    if (!isScorable(orders, time)) continue;
    rows[orders] = (rows[orders] ?? 0) + 1;
    if (time < (shortest[orders] ?? 0)) shortest[orders] = time;
    if (time > (longest[orders] ?? 0)) longest[orders] = time;
  }
  return { rows, shortest, longest };
}

/** The coefficients of the Chebyshev polynomials that agree with `values` at the points cos((j + ½)π/n). */
function coefficientsOf(values: Float64Array): Float64Array {
  const n = values.length;
  const cosines = Float64Array.from({ length: 4 * n }, (_, m) => Math.cos((m * Math.PI) / (2 * n)));
  return values.map((_, degree) => {
    let sum = 0;
    for (let j = 0; j < n; j += 1) sum += (values[j] ?? 0) * (cosines[(degree * (2 * j + 1)) % (4 * n)] ?? 0);
    return (sum * (degree === 0 ? 1 : 2)) / n;
  });
}

/** A polynomial in the logarithm of time, or null where none of the degrees is close enough. */
interface Curve {
  readonly centre: number;
  readonly stretch: number;
  readonly coefficients: Float64Array;
}

function curveOf(ofTime: (T: number) => number, scale: number, from: number, to: number): Curve | null {
  const [low, high] = [Math.log(scale + from), Math.log(scale + to)];
  const centre = 0.5 * (low + high);
  const half = 0.5 * (high - low);
  for (const n of DEGREES) {
    const values = new Float64Array(n);
    for (let j = 0; j < n; j += 1) {
      const T = Math.exp(centre + half * Math.cos(((j + 0.5) * Math.PI) / n)) - scale;
      values[j] = Math.log(ofTime(Math.min(Math.max(T, from), to)));
    }
    const coefficients = coefficientsOf(values);
    const size = (degree: number): number => Math.abs(coefficients[degree] ?? 0);
    if (!values.every(Number.isFinite)) return null;
    if (Math.max(size(n - 1), size(n - 2), size(n - 3), size(n - 4)) > PRECISION) continue;
    let kept = n;
    while (kept > 1 && size(kept - 1) < 0.01 * PRECISION) kept -= 1;
    return { centre, stretch: half > 0 ? 1 / half : 0, coefficients: coefficients.slice(0, kept) };
  }
  return null;
}

/** Clenshaw's recurrence. */
function readCurve({ centre, stretch, coefficients }: Curve, logTime: number): number {
  const u = 2 * (logTime - centre) * stretch;
  let next = 0;
  let second = 0;
  for (let degree = coefficients.length - 1; degree > 0; degree -= 1) {
    const here = (coefficients[degree] ?? 0) + u * next - second;
    second = next;
    next = here;
  }
  return Math.exp((coefficients[0] ?? 0) + 0.5 * u * next - second);
}

/** The function over these rows; asked for (x, T), with ln(scale + T) at hand. T must lie within its span. */
export type TimeCurves = (x: number, T: number, logTime: number) => number;

export function timeCurves(
  of: (x: number, T: number) => number,
  scale: number,
  { rows, shortest, longest }: TimeSpans,
): TimeCurves {
  const curves = Array.from(rows, (count, x) =>
    count < FEW_ROWS ? null : curveOf((T) => of(x, T), scale, shortest[x] ?? 0, longest[x] ?? 0),
  );
  return (x, T, logTime) => {
    const curve = curves[x];
    return curve === null || curve === undefined ? of(x, T) : readCurve(curve, logTime);
  };
}
