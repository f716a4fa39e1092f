/** Definitions are compared by their canonical text. */
export { canonicalJson } from '../../core/canonicalJson.ts';
