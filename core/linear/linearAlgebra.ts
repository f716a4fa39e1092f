/** What the domain asks of a machine's arithmetic: kernels behind a port, so that threads and WebAssembly stay outside core. */

export interface LinearAlgebra {
  /**
   * The inverse of a symmetric positive definite matrix, row by row, n × n; the whole of it, both halves. The argument may
   * be overwritten. Throws `RangeError` naming the row where the matrix is found not to be positive definite.
   */
  readonly invertPositiveDefinite: (matrix: Float64Array, n: number) => Promise<Float64Array>;
}
