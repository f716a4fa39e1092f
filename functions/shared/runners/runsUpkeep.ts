/** A part of the function that keeps up: runners of lane `upkeep`. */
import type { AwsPart } from '../awsParts.ts';
import { upkeepRunners } from './upkeepRunners.ts';

export const runsUpkeep: AwsPart = () => ({ runners: upkeepRunners });
