/** One customer goes, and nothing is left of them where anything is kept. */
import { describe, expect, it } from 'vitest';
import { placesOf } from '../../support/aws/remains.ts';
import { isLedgerBalanced, QUINN, type SceneOf } from './story.ts';

export function erases(scene: SceneOf): void {
  describe('erases', () => {
    it('a customer from every table, object and log', async () => {
      const words = [QUINN.id, QUINN.email];
      const before = await placesOf(scene().shop.deployed, words);
      expect(before[QUINN.id]?.length).toBeGreaterThan(3);
      expect(before[QUINN.id]?.some((place) => place.startsWith('bucket archive/'))).toBe(true);
      expect(words.flatMap((word) => before[word] ?? []).filter((place) => place.startsWith('log '))).toEqual(
        [],
      );
      await scene().shop.cli(['erase', QUINN.id, '--yes']);
      expect(await placesOf(scene().shop.deployed, words)).toEqual({ [QUINN.id]: [], [QUINN.email]: [] });
      expect(
        (await scene().shop.ask('GET', `/v1/customers/${QUINN.id}`, scene().shop.keys.viewer)).status,
      ).toBe(404);
      expect(await isLedgerBalanced(scene())).toBe(true);
    });
  });
}
