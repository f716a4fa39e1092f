/** Orders with items on both roads: what is trained on them recommends the same, item by item and reason by reason. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { perennialJson } from '../../support/processes.ts';
import type { SceneOf } from './story.ts';

const trained = z.looseObject({ model: z.string(), items: z.number(), interactions: z.number() });
const recommended = z.looseObject({
  at: z.string(),
  items: z.array(z.looseObject({ item: z.string(), score: z.number() })),
  dropped: z.array(z.unknown()),
});
const rules = z.looseObject({ found: z.number(), rules: z.array(z.unknown()) });

const PEOPLE = 90;

/** Half for tea, half for coffee; leaves and beans are bought again. */
function ordersWithItems(): string {
  const lines = ['who,order,day,sum,what'];
  for (let n = 0; n < PEOPLE; n += 1) {
    const [used, tool] = n % 2 === 0 ? ['leaves', 'pot'] : ['beans', 'grinder'];
    const day = (month: number) => `1997-0${month}-${String(1 + (n % 27)).padStart(2, '0')}`;
    lines.push(`R${n},R${n}-1,${day(2)},12.00,${used}`, `R${n},R${n}-1,${day(2)},40.00,${tool}`);
    lines.push(`R${n},R${n}-2,${day(4)},12.00,${n % 5 === 0 ? 'towel' : used}`);
  }
  lines.push('R-new,R-new-1,1997-05-01,12.00,leaves');
  return `${lines.join('\n')}\n`;
}

const PRODUCTS =
  'item,name,name_zh,category,price,durable\nleaves,Leaves,茶叶,tea,12,no\npot,Pot,茶壶,tea,40,yes\ngrinder,Grinder,磨豆机,coffee,90,yes\n';

export function recommends(scene: SceneOf): void {
  const here = (): string => join(scene().folder, 'here');
  const place = (name: string): string => join(scene().folder, name);
  const both = async (...args: string[]) =>
    [await scene().shop.cli(args), (await perennialJson(...args, '--data', here())).json] as const;

  describe('recommends', () => {
    beforeAll(async () => {
      writeFileSync(place('items.csv'), ordersWithItems());
      writeFileSync(place('products.csv'), PRODUCTS);
      const map = 'customer=who,order=order,date=day,amount=sum,item=what';
      const [there, local] = await both(
        'import',
        'orders',
        place('items.csv'),
        '--map',
        map,
        '--currency',
        'USD',
      );
      expect(there).toEqual(local);
      const put = await both('import', 'catalogue', place('products.csv'), '--currency', 'USD');
      expect(put[0]).toEqual(put[1]);
    });

    it('what one machine recommends, once both are trained', async () => {
      const [there, local] = (await both('recommend', 'train')).map((answer) => trained.parse(answer));
      expect({ ...there, seconds: 0, version: 0 }).toEqual({ ...local, seconds: 0, version: 0 });
      expect(there).toMatchObject({ model: 'ease', items: 5 });
      for (const words of [
        ['R0'],
        ['R1', '--slot', 'replenish'],
        ['R-new', '--slot', 'discover', '--max-price', '50'],
      ]) {
        const answers = await both('recommend', 'for', ...words, '--dropped');
        const [onAws, onThisMachine] = answers.map((answer) => recommended.parse(answer));
        expect(onAws?.items).toEqual(onThisMachine?.items);
        expect(onAws?.dropped).toEqual(onThisMachine?.dropped);
        expect(onAws?.items.length).toBeGreaterThan(0);
      }
    });

    it('and finds the same rules', async () => {
      const [there, local] = (await both('recommend', 'rules')).map((answer) => rules.parse(answer));
      expect(there?.rules).toEqual(local?.rules);
      expect(there?.found).toBeGreaterThan(0);
    });
  });
}
