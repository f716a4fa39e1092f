/** A part of the function that sends: runners of the lanes messages wait in. */
import type { AwsPart } from '../awsParts.ts';
import { waveRunners } from './waveRunners.ts';

export const runsWave: AwsPart = () => ({ runners: waveRunners });
