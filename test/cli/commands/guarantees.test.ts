import { describe, expect, it } from 'vitest';
import { NAMED_GUARDS } from '../../../cli/guards.ts';
import { callCli } from '../support/callCli.ts';

describe('perennial guarantees', () => {
  it('lists the guards in its help, one a line', async () => {
    const { code, out } = await callCli(['guarantees', '--help']);
    expect(code).toBe(0);
    const lines = out.split('\n');
    for (const { name } of NAMED_GUARDS) {
      expect(lines.filter((line) => line.trim().split(/\s+/)[0] === name)).toHaveLength(1);
    }
  });

  it.each([
    ['a row', ['--only', 'R99'], 'R99'],
    ['a guard', ['--without', 'nothing'], 'nothing'],
  ])('refuses %s nobody knows', async (_, more, named) => {
    const { code, err } = await callCli(['guarantees', ...more]);
    expect(code).toBe(2);
    expect(err).toContain(named);
  });
});
