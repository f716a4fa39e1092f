/** Whose page a link opens: that of the workspace in force, or of another one in the same folder whose messages are still around. */
import { readdirSync } from 'node:fs';
import { PublicPages } from '../../functions/pages/publicPages.ts';
import type { PageAnswer, PageRequest } from '../../functions/pages/request.ts';
import { tellFeedback } from '../../functions/shared/tellFeedback.ts';
import type { Workspace } from '../workspace/openWorkspace.ts';
import { workspaceExists, WorkspaceNameInvalid } from '../workspace/paths.ts';

interface Workspaces {
  readonly dataDir: string;
  current(): string;
  workspace(name: string): Promise<Workspace>;
}

function exists(dataDir: string, name: string): boolean {
  try {
    return workspaceExists(dataDir, name);
  } catch (failure) {
    if (failure instanceof WorkspaceNameInvalid) return false;
    throw failure;
  }
}

export class WorkspacePages {
  private readonly workspaces: Workspaces;
  private readonly pages = new Map<string, Promise<PublicPages | null>>();

  constructor(workspaces: Workspaces) {
    this.workspaces = workspaces;
  }

  private names(): string[] {
    const { dataDir } = this.workspaces;
    const current = this.workspaces.current();
    const others = readdirSync(dataDir).filter((name) => name !== current);
    return [current, ...others].filter((name) => exists(dataDir, name));
  }

  private of(name: string): Promise<PublicPages | null> {
    const known = this.pages.get(name);
    if (known !== undefined) return known;
    const opening = this.open(name);
    this.pages.set(name, opening);
    opening.catch(() => this.pages.delete(name));
    return opening;
  }

  private async open(name: string): Promise<PublicPages | null> {
    const { container } = await this.workspaces.workspace(name);
    const { links } = container;
    return links === undefined
      ? null
      : new PublicPages({ container, keys: links.keys, report: tellFeedback(container) });
  }

  /** Null where there is no workspace yet. */
  async answer(request: PageRequest): Promise<PageAnswer | null> {
    let first: PublicPages | null = null;
    for (const name of this.names()) {
      const pages = await this.of(name);
      if (pages?.isOurs(request.path) === true) return pages.answer(request);
      first ??= pages;
    }
    return first === null ? null : first.answer(request);
  }
}
