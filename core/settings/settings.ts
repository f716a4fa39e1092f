/**
 * The shop's settings: one validated document with defaults, kept as `settings.yaml` in the data folder. Every value a
 * rule of the domain rests on and a shop may want to change is here, with its unit; an empty document is valid.
 */
import { checkTogether } from './contradictions.ts';
import { sections, type Settings } from './sections.ts';

export type { Settings } from './sections.ts';
export { EDITIONS } from './shop.ts';

export const settingsSchema = sections.superRefine(checkTogether);

export type LifecycleSettings = Settings['lifecycle'];
export type GradeSettings = Settings['grades'];
export type MessageSettings = Settings['messages'];

/** Settings with every default in place. */
export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});
