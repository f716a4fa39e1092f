/**
 * One workspace opened: its store, its mailbox and the container its handlers run with. The shop's secret and settings
 * version live in the store; settings come from `settings.yaml`.
 */
import { randomUUID } from 'node:crypto';
import { fileBlobs } from '../../adapters/blobs/fileBlobs.ts';
import { fastLinearAlgebra } from '../../adapters/compute/fastLinearAlgebra.ts';
import { type Mailbox, openMailbox } from '../../adapters/sqlite/mailbox.ts';
import { openRejects, type Rejects } from '../../adapters/sqlite/rejects.ts';
import { openSqliteStore } from '../../adapters/sqlite/sqliteStore.ts';
import type { Store } from '../../core/ports.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { perSettings } from '../../core/settings/perSettings.ts';
import { addressKeysOf } from '../../functions/shared/addressKeys.ts';
import { linkKeysOf } from '../../functions/shared/linkKeys.ts';
import { webhookSecrets } from '../../functions/shared/webhookSecrets.ts';
import type { Links } from '../../functions/shared/links.ts';
import { type Container, makeContainer } from '../../functions/shared/container.ts';
import { messageCosts } from '../../functions/shared/messageCost.ts';
import { sendPicks } from '../../functions/shared/sendPicks.ts';
import { Pace } from '../../functions/shared/pace.ts';
import { sesQuota } from '../../functions/shared/deliveryClients.ts';
import { LAZY_DELIVERY } from '../../functions/shared/lazyDelivery.ts';
import { deliveryProvider } from '../../functions/shared/provider.ts';
import { memoryScratch } from '../../functions/shared/scratch.ts';
import type { SignIn } from '../../functions/shared/signIn.ts';
import { sendQuota } from '../../functions/shared/sendQuota.ts';
import { keepSettings, versionFor } from '../../functions/shared/settingsInForce.ts';
import { runCampaignLaunch } from '../machines/runCampaignLaunch.ts';
import { makeFolder } from './folder.ts';
import { linkBaseUrl } from './linkSecret.ts';
import { type WorkspaceFiles, workspaceExists, workspaceFiles } from './paths.ts';
import { readSettings } from './settingsFile.ts';
import { writeFileWhole } from './writeFileWhole.ts';
import { allRunners } from '../../functions/shared/runners/allRunners.ts';

export interface Workspace {
  readonly files: WorkspaceFiles;
  readonly store: Store;
  readonly mailbox: Mailbox;
  readonly container: Container;
  readonly close: () => Promise<void>;
}

export class NoWorkspace extends Error {
  readonly code = 'no-data';
  constructor(dataDir: string, name: string) {
    super(
      `there is no workspace "${name}" in ${dataDir} yet; import orders first, or run "npm start" or "perennial demo" for the demonstration shop`,
    );
    this.name = 'NoWorkspace';
  }
}

/** Version of the settings in force; grows by one when the file changed since the last opening. */
function settingsVersionOf(store: Store, settings: Settings, mayWrite: boolean): Promise<number> {
  return mayWrite ? keepSettings(store, settings) : versionFor(store, settings);
}

export interface OpenOptions {
  readonly dataDir: string;
  readonly name: string;
  /** Make the workspace where there is none; otherwise that is `NoWorkspace`. */
  readonly create: boolean;
  /** Never writes a byte. */
  readonly readOnly?: boolean;
  /** True for a workspace that is being made and thrown away unless that succeeds: nothing waits for the disk but its closing. */
  readonly unfinished?: boolean;
  /** Shards of a new workspace's lanes: one is enough for a few thousand customers. Default: the store's. */
  readonly shards?: number;
  readonly now?: () => number;
  /** Whose tokens sign people in to its API. */
  readonly signIn?: SignIn;
}

interface Stores {
  readonly store: Store;
  readonly mailbox: Mailbox;
  readonly rejects: Rejects;
  readonly close: () => Promise<void>;
}

/** Opens every file, or none. */
async function openStores(
  files: WorkspaceFiles,
  { readOnly = false, unfinished = false, shards }: OpenOptions,
): Promise<Stores> {
  const opened: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (const one of opened) await one.close();
  };
  try {
    const store = openSqliteStore({
      file: files.store,
      readOnly,
      unfinished,
      ...(shards === undefined ? {} : { shards }),
    });
    opened.push(store);
    const mailbox = openMailbox({ file: files.mailbox, readOnly, unfinished });
    opened.push(mailbox);
    const rejects = openRejects({ file: files.rejects, readOnly });
    opened.push(rejects);
    return { store, mailbox, rejects, close };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** Opens a workspace. Throws `NoWorkspace`, `FolderNotWritable`, `SettingsInvalid` and the store's own errors. */
export async function openWorkspace(options: OpenOptions): Promise<Workspace> {
  const { dataDir, name, create, readOnly = false } = options;
  const files = workspaceFiles(dataDir, name);
  if (!workspaceExists(dataDir, name)) {
    if (!create || readOnly) throw new NoWorkspace(dataDir, name);
    makeFolder(files.dir);
  }
  const settings = readSettings(files.settings);
  const { store, mailbox, rejects, close } = await openStores(files, options);
  const addressKeyOf = await addressKeysOf(store, !readOnly);
  const now = options.now ?? Date.now;
  const inForce = (): Settings => container.settings;
  const baseUrl = perSettings((of) => linkBaseUrl(of, dataDir));
  const links: Links = {
    keys: await linkKeysOf(store, !readOnly),
    get baseUrl() {
      return baseUrl(inForce());
    },
  };
  const container: Container = makeContainer({
    store,
    provider: deliveryProvider({
      mailbox,
      settings: inForce,
      store,
      links,
      addressKeyOf,
      webhookSecrets: async () => (await webhookSecrets(store, now())).map(({ secret }) => secret),
      clients: LAZY_DELIVERY,
    }),
    costOf: messageCosts(store, inForce),
    quota: sendQuota(inForce, now, sesQuota(LAZY_DELIVERY)),
    addressKeyOf,
    links,
    scratch: memoryScratch(),
    rejects,
    places: [mailbox.place, rejects.place],
    documents: fileBlobs(files.dir),
    picks: sendPicks,
    linearAlgebra: fastLinearAlgebra(),
    settings,
    settingsVersion: await settingsVersionOf(store, settings, !readOnly),
    writeSettings: async (text) => writeFileWhole(files.settings, text),
    now,
    claimant: `${process.pid}-${randomUUID().slice(0, 8)}`,
    keepEvidence: true,
    keepsKeys: true,
    ...(options.signIn === undefined ? {} : { signIn: options.signIn }),
    pace: new Pace(),
    launchCampaign: runCampaignLaunch,
    runners: allRunners,
  });
  return { files, store, mailbox, container, close };
}
