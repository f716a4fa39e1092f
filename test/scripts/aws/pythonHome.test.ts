import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonHome } from '../../../scripts/aws/pythonHome.ts';
import { tempDir } from '../../support/tempDir.ts';

describe('the emulator’s Python', () => {
  const folder = tempDir();

  it('is unavailable, in a sentence, where there is none that is new enough', async () => {
    const home = join(folder, 'home');
    expect(await pythonHome(home, ['no-such-python', 'node'])).toEqual({
      kind: 'unavailable',
      why: 'there is no Python 3.10 or newer',
    });
    expect(existsSync(home)).toBe(false);
  });
});
