/**
 * The settings a process works by, and how they change: they are kept in the store under a version that grows, so that every
 * process sees a change at its next look at the definitions, which is before the next wave. Where the shop keeps them in a file,
 * that is written first: a crash between the two is made good at the next opening.
 */
import * as z from 'zod';
import type { ConfigStore } from '../../core/ports.ts';
import { type Settings, settingsSchema } from '../../core/settings/settings.ts';

export interface VersionedSettings {
  readonly settings: Settings;
  readonly version: number;
}

/** Document and version are one value, so that neither is ever seen without the other. */
const IN_FORCE = 'settings-in-force';
/** The version, of a store written before they were one value. */
const VERSION_ONCE = 'settings-version';

const keptSchema = z.object({ version: z.int(), settings: z.unknown() });

type SettingsReader = Pick<ConfigStore, 'getValue'>;

interface Kept {
  readonly version: number;
  /** Undefined where the store has only the number. */
  readonly settings: unknown;
}

async function keptAs(store: SettingsReader, json: string | null): Promise<Kept> {
  if (json !== null) return keptSchema.parse(JSON.parse(json));
  return { version: Number((await store.getValue(VERSION_ONCE)) ?? 0), settings: undefined };
}

async function keptIn(store: SettingsReader): Promise<Kept> {
  return keptAs(store, await store.getValue(IN_FORCE));
}

function nextVersion(kept: Kept, settings: Settings, inUse: number): number {
  const isKept = JSON.stringify(kept.settings) === JSON.stringify(settings);
  return isKept ? kept.version : Math.max(kept.version, inUse) + 1;
}

/** Settings kept in the store under a later version than this; null where there are none. */
export async function laterSettings(store: SettingsReader, than: number): Promise<VersionedSettings | null> {
  const { version, settings } = await keptIn(store);
  return version > than && settings !== undefined
    ? { settings: settingsSchema.parse(settings), version }
    : null;
}

/**
 * The version these settings have, or would be given: where they are others than those kept so far the next after that one and
 * after `inUse`.
 */
export async function versionFor(store: SettingsReader, settings: Settings, inUse = 0): Promise<number> {
  return nextVersion(await keptIn(store), settings, inUse);
}

const MOST_TRIES = 20;

type SettingsWriter = Pick<ConfigStore, 'getValue' | 'replaceValue'>;

/**
 * Keeps them where no later version than `expected` is kept, and says under which version; null where one is. Two processes that
 * change version 3 at once cannot both succeed.
 */
export async function replaceSettings(
  store: SettingsWriter,
  settings: Settings,
  inUse: number,
  expected: number,
): Promise<number | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const before = await store.getValue(IN_FORCE);
    const kept = await keptAs(store, before);
    if (kept.version > expected) return null;
    const version = nextVersion(kept, settings, inUse);
    if (await store.replaceValue(IN_FORCE, before, JSON.stringify({ version, settings }))) return version;
  }
  throw new Error('the settings change all the time; try again');
}

/** Keeps them whatever is kept, and says under which version. */
export async function keepSettings(store: SettingsWriter, settings: Settings, inUse = 0): Promise<number> {
  const version = await replaceSettings(store, settings, inUse, Number.POSITIVE_INFINITY);
  return version ?? inUse;
}

/** As a deployment keeps them: until a person keeps others, those of a later deployment take their place. */
const deployedSchema = keptSchema.extend({ by: z.literal('deployment').optional() });

/**
 * The settings of a system that was deployed with some: those a person has put into force since, else those of the deployment.
 * These are kept too, under the next version where they are others than before, if `mayWrite`.
 */
export async function deployedSettings(
  store: Pick<ConfigStore, 'getValue' | 'replaceValue'>,
  settings: Settings,
  mayWrite: boolean,
): Promise<VersionedSettings> {
  for (;;) {
    const json = await store.getValue(IN_FORCE);
    const kept = json === null ? null : deployedSchema.parse(JSON.parse(json));
    const isSame = JSON.stringify(kept?.settings) === JSON.stringify(settings);
    if (kept !== null && (kept.by === undefined || isSame || !mayWrite))
      return { settings: settingsSchema.parse(kept.settings), version: kept.version };
    const version = (kept?.version ?? 0) + 1;
    const next = JSON.stringify({ version, settings, by: 'deployment' });
    if (!mayWrite || (await store.replaceValue(IN_FORCE, json, next))) return { settings, version };
  }
}
