/**
 * What BFGS learns of a function while climbing it: an estimate of the inverse of minus its second derivatives,
 * positive definite always (Nocedal & Wright, Numerical Optimization, 2nd ed., equation 6.17). Vectors are small, so
 * the matrix is dense and every operation makes a new vector.
 */

export function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < left.length; i += 1) sum += (left[i] ?? 0) * (right[i] ?? 0);
  return sum;
}

/** Below this, products of steps and slopes have lost their digits. */
const LEAST_CURVATURE = 1e-200;

export class InverseCurvature {
  readonly #size: number;
  readonly #rows: Float64Array;
  #isFresh = true;

  constructor(size: number, scale: number) {
    this.#size = size;
    this.#rows = new Float64Array(size * size);
    this.#scaleTo(scale);
  }

  /** True until the first step has been learnt from. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  #scaleTo(scale: number): void {
    this.#rows.fill(0);
    for (let i = 0; i < this.#size; i += 1) this.#rows[i * this.#size + i] = scale;
  }

  /** The step this estimate advises for a gradient. Variables whose slope is 0 stay where they are. */
  advise(slopes: Float64Array): Float64Array {
    return this.#times(slopes).map((entry, i) => (slopes[i] === 0 ? 0 : entry));
  }

  #times(vector: Float64Array): Float64Array {
    const image = new Float64Array(this.#size);
    for (let i = 0; i < this.#size; i += 1) {
      let sum = 0;
      for (let j = 0; j < this.#size; j += 1) sum += (this.#rows[i * this.#size + j] ?? 0) * (vector[j] ?? 0);
      image[i] = sum;
    }
    return image;
  }

  /** Takes in a step and the fall of the gradient along it; a step over a part that is not concave teaches nothing. */
  learn(step: Float64Array, fall: Float64Array): void {
    const curvature = dot(step, fall);
    if (!(curvature > LEAST_CURVATURE && curvature > 1e-12 * Math.sqrt(dot(step, step) * dot(fall, fall))))
      return;
    if (this.#isFresh) this.#scaleTo(curvature / dot(fall, fall));
    this.#isFresh = false;
    const image = this.#times(fall);
    const stretch = (1 + dot(fall, image) / curvature) / curvature;
    for (let i = 0; i < this.#size; i += 1) {
      for (let j = 0; j < this.#size; j += 1) {
        const cross = (image[i] ?? 0) * (step[j] ?? 0) + (step[i] ?? 0) * (image[j] ?? 0);
        const at = i * this.#size + j;
        this.#rows[at] =
          (this.#rows[at] ?? 0) + stretch * (step[i] ?? 0) * (step[j] ?? 0) - cross / curvature;
      }
    }
  }
}
