/** What reckons with matrices: vectors, and as many threads as the function has processors. */
import { fastLinearAlgebra } from '../../adapters/compute/fastLinearAlgebra.ts';
import type { AwsPart } from './awsParts.ts';

export const awsCompute: AwsPart = () => ({ linearAlgebra: fastLinearAlgebra() });
