/** The command about what the shop sells, part of the table in `commands.ts`. */
import type { CommandSpec } from './args/spec.ts';

export const CATALOGUE_COMMANDS: readonly CommandSpec[] = [
  {
    name: 'import catalogue',
    summary: 'Import what the shop sells from a CSV or NDJSON file: prices, costs, stock, categories.',
    operands: [{ name: 'FILE' }],
    options: [
      {
        name: 'map',
        value: 'MAP',
        help: 'Which column is what: item=… and any of name, name_zh, category, price, cost, stock, durable, brand, url, image, replenish_days. Default: by the columns’ names.',
      },
      {
        name: 'currency',
        value: 'CODE',
        required: true,
        help: 'Currency of prices and costs: the shop’s, for example USD.',
      },
      { name: 'encoding', value: 'E', help: 'Encoding of the file. Default: recognised.' },
      { name: 'reject-file', value: 'FILE', help: 'Where rejected rows go, each with its reason.' },
      { name: 'dry-run', help: 'Read and check, and write nothing.' },
    ],
    notes: [
      'The file takes the place of the whole catalogue, at most 20,000 items. item is what orders call it; durable says yes for what is bought once. What is not told forbids nothing to recommendations.',
    ],
    examples: [
      'perennial import catalogue products.csv --map item=sku,name=title,price=price,cost=cost,stock=on_hand --currency USD',
    ],
    load: () => import('./commands/importCatalogue.ts'),
  },
];
