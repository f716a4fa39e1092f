/** Lists as they are logged, for tests. */
import type { PickList } from '../../../../core/recommend/picks/pickLog.ts';
import { NOW } from '../../../support/builders.ts';

type Overrides = Partial<Omit<PickList, 'items'>> & { readonly items?: readonly string[] };

export function aPickList({ items = ['mug'], ...overrides }: Overrides = {}): PickList {
  return {
    id: 'maya/welcome//1/picks/1',
    at: NOW,
    journey: 'welcome',
    node: 'picks',
    slot: 'discover',
    kind: 'personal',
    model: 1,
    items: items.map((item) => ({ item, method: 'ease' })),
    ...overrides,
  };
}
