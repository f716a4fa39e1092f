import { describe, expect, it } from 'vitest';
import { Turns } from '../../../functions/tracking/turns.ts';

function later<T>(value: T): Promise<T> {
  return new Promise((resolve) => {
    setImmediate(() => resolve(value));
  });
}

describe('turns', () => {
  it('runs what has one key one after the other, and different keys at once', async () => {
    const turns = new Turns();
    const said: string[] = [];
    const work = (name: string) => async () => {
      said.push(`${name} begins`);
      await later(null);
      said.push(`${name} ends`);
    };
    await Promise.all([turns.run('a', work('a1')), turns.run('a', work('a2')), turns.run('b', work('b1'))]);
    const ofA = said.filter((one) => one.startsWith('a'));
    expect(ofA).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends']);
    expect(said.indexOf('b1 begins')).toBeLessThan(said.indexOf('a1 ends'));
  });

  it('goes on after work that failed, and tells its own failure alone', async () => {
    const turns = new Turns();
    const failing = turns.run('a', () => Promise.reject(new Error('first')));
    const next = turns.run('a', () => later('second'));
    await expect(failing).rejects.toThrow('first');
    expect(await next).toBe('second');
    expect(await turns.run('a', () => later('third'))).toBe('third');
  });
});
