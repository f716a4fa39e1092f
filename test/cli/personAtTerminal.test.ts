import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { personAtTerminal } from '../../cli/personAtTerminal.ts';

function terminal(isTTY: boolean) {
  return Object.assign(new PassThrough(), { isTTY });
}

describe('the person at the terminal', () => {
  it('is asked, and answers a line', async () => {
    const [input, output] = [terminal(true), terminal(true)];
    const answer = personAtTerminal(input, output)?.('How many? ');
    input.write('250\n');
    expect(await answer).toBe('250');
    expect(String(output.read())).toContain('How many? ');
  });

  it('answers nothing where they leave', async () => {
    const input = terminal(true);
    const answer = personAtTerminal(input, terminal(true))?.('How many? ');
    input.end();
    expect(await answer).toBeNull();
  });

  it.each([
    [false, true],
    [true, false],
  ])('is not there where an end is no terminal: %s, %s', (input, output) => {
    expect(personAtTerminal(terminal(input), terminal(output))).toBeNull();
  });
});
