/** Where things lie in a data folder: one folder a workspace, each with the same files. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const DEMO_WORKSPACE = 'demo';
export const MAIN_WORKSPACE = 'main';

export interface WorkspaceFiles {
  readonly name: string;
  readonly dir: string;
  readonly store: string;
  readonly mailbox: string;
  readonly rejects: string;
  readonly settings: string;
}

export class WorkspaceNameInvalid extends Error {
  readonly code = 'workspace-name-invalid';
  constructor(name: string) {
    super(`workspace "${name}" is not a name: use 1 to 40 of a-z, 0-9 and -, beginning with a letter`);
    this.name = 'WorkspaceNameInvalid';
  }
}

/** Files of a workspace; they need not exist. Throws `WorkspaceNameInvalid`. */
export function workspaceFiles(dataDir: string, name: string): WorkspaceFiles {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(name)) throw new WorkspaceNameInvalid(name);
  const dir = join(dataDir, name);
  return {
    name,
    dir,
    store: join(dir, 'perennial.db'),
    mailbox: join(dir, 'mailbox.db'),
    rejects: join(dir, 'rejected.db'),
    settings: join(dir, 'settings.yaml'),
  };
}

export function workspaceExists(dataDir: string, name: string): boolean {
  return existsSync(workspaceFiles(dataDir, name).store);
}

/** The workspace served when none is named: the shop's own once it has data, else the demonstration shop. */
export function currentWorkspace(dataDir: string): string {
  return workspaceExists(dataDir, MAIN_WORKSPACE) ? MAIN_WORKSPACE : DEMO_WORKSPACE;
}
