/** Runs before every test file: properties draw their cases from the suites' seed. */
import * as fc from 'fast-check';
import { seed } from './seed.ts';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
