import { describe, expect, it } from 'vitest';
import { callCli } from './support/callCli.ts';

describe('a command of schemas', () => {
  it.each([
    ['journeys', 'Perennial journey'],
    ['segments', 'Perennial segments'],
    ['campaigns', 'Perennial campaign'],
    ['loyalty', 'Perennial loyalty programme'],
    ['offers', 'Perennial offers'],
    ['winback', 'Perennial win-back policy'],
  ])('%s schema prints a JSON Schema and asks nobody', async (group, title) => {
    const call = await callCli([group, 'schema']);
    expect(call.code).toBe(0);
    expect(JSON.parse(call.out)).toMatchObject({ $schema: expect.stringContaining('2020-12'), title });
    expect(call.destination).toBeNull();
  });

  it('names the file that editors are told of', async () => {
    const call = await callCli(['winback', 'schema', '--help']);
    expect(call.out).toContain('# yaml-language-server: $schema=win-back.schema.json');
  });
});
