import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addressKeysWith, normalisedAddress } from '../../../functions/shared/addressKeys.ts';
import { makeFolder } from '../../../local/workspace/folder.ts';
import { NoWorkspace, openWorkspace } from '../../../local/workspace/openWorkspace.ts';
import { currentWorkspace, workspaceExists, workspaceFiles } from '../../../local/workspace/paths.ts';
import { tempDir } from '../../support/tempDir.ts';

const root = tempDir();

describe('openWorkspace', () => {
  it('makes a workspace where asked to, and knows an address by the same key ever after', async () => {
    const dataDir = join(root, 'fresh');
    const first = await openWorkspace({ dataDir, name: 'main', create: true });
    const key = first.container.addressKeyOf('email', 'maya@example.org');
    await first.close();
    const again = await openWorkspace({ dataDir, name: 'main', create: false });
    expect(again.container.addressKeyOf('email', 'Maya@Example.org ')).toBe(key);
    expect(again.container.claimant).not.toBe(first.container.claimant);
    await again.close();
    const other = await openWorkspace({ dataDir, name: 'other', create: true });
    expect(other.container.addressKeyOf('email', 'maya@example.org')).not.toBe(key);
    await other.close();
  });

  it('counts up the version of the settings when the file changed, and only then', async () => {
    const dataDir = join(root, 'versions');
    const versionNow = async () => {
      const { container, close } = await openWorkspace({ dataDir, name: 'main', create: true });
      await close();
      return container.settingsVersion;
    };
    const versions = [await versionNow(), await versionNow()];
    writeFileSync(workspaceFiles(dataDir, 'main').settings, 'seed: 2\n');
    versions.push(await versionNow(), await versionNow());
    expect(versions).toEqual([1, 1, 2, 2]);
  });

  it('refuses where there is none, and leaves no trace', async () => {
    const dataDir = join(root, 'nothing');
    makeFolder(dataDir);
    for (const readOnly of [true, false]) {
      const opening = openWorkspace({ dataDir, name: 'main', create: readOnly, readOnly });
      await expect(opening).rejects.toThrow(NoWorkspace);
      await expect(opening).rejects.toMatchObject({ code: 'no-data' });
    }
    expect(readdirSync(dataDir)).toEqual([]);
  });

  it('read-only writes nothing, not even a secret', async () => {
    const dataDir = join(root, 'read-only');
    await (await openWorkspace({ dataDir, name: 'main', create: true })).close();
    const { store, close } = await openWorkspace({ dataDir, name: 'main', create: false, readOnly: true });
    await expect(store.putValue('note', '1')).rejects.toThrow(/read/i);
    await close();
  });

  it('says of settings that cannot be used what is wrong, before anything is made', async () => {
    const dataDir = join(root, 'wrong-settings');
    makeFolder(join(dataDir, 'main'));
    writeFileSync(workspaceFiles(dataDir, 'main').settings, 'seed: x\n');
    await expect(openWorkspace({ dataDir, name: 'main', create: true })).rejects.toMatchObject({
      code: 'settings-invalid',
    });
    expect(workspaceExists(dataDir, 'main')).toBe(false);
  });

  it('says of a folder that is none that it cannot be written', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, 'no folder');
    await expect(openWorkspace({ dataDir: file, name: 'main', create: true })).rejects.toMatchObject({
      code: 'folder-not-writable',
      message: expect.stringContaining('--data'),
    });
  });

  it('opens both files or neither', async () => {
    const dataDir = join(root, 'half');
    await (await openWorkspace({ dataDir, name: 'main', create: true })).close();
    const { mailbox, store } = workspaceFiles(dataDir, 'main');
    writeFileSync(mailbox, 'this is no database, and is long enough to be looked at as one');
    await expect(openWorkspace({ dataDir, name: 'main', create: false })).rejects.toThrow(/database/);
    expect(existsSync(`${store}-wal`)).toBe(false);
  });
});

describe('paths', () => {
  it.each(['', 'Main', '1st', 'a/b', '..', 'x'.repeat(41), 'a b'])(
    '"%s" is no name of a workspace',
    (name) => {
      expect(() => workspaceFiles(root, name)).toThrow(
        expect.objectContaining({ code: 'workspace-name-invalid', message: expect.stringContaining('a-z') }),
      );
    },
  );

  it('the demonstration is served until the shop has data of its own', async () => {
    const dataDir = join(root, 'current');
    expect(currentWorkspace(dataDir)).toBe('demo');
    await (await openWorkspace({ dataDir, name: 'main', create: true })).close();
    expect(currentWorkspace(dataDir)).toBe('main');
  });
});

describe('address keys', () => {
  const keyOf = addressKeysWith(Buffer.alloc(32, 1));

  it.each([
    ['email', ' Maya@Example.ORG ', 'maya@example.org'],
    ['sms', '+49 (30) 123-45', '+493012345'],
  ] as const)('compare %s addresses as providers do: "%s"', (channel, written, normalised) => {
    expect(normalisedAddress(channel, written)).toBe(normalised);
    expect(keyOf(channel, written)).toBe(keyOf(channel, normalised));
  });

  it('hold nothing of the address, and differ by channel, address and secret', () => {
    const keys = [
      keyOf('email', 'maya@example.org'),
      keyOf('sms', 'maya@example.org'),
      keyOf('email', 'maya@example.com'),
      addressKeysWith(Buffer.alloc(32, 2))('email', 'maya@example.org'),
    ];
    expect(new Set(keys).size).toBe(4);
    for (const key of keys) expect(key).toMatch(/^[\w-]{22}$/);
  });
});
