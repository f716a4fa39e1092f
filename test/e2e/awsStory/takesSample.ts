/**
 * The CDNOW sample through an upload and the state machines, and through the command on one machine: the same answers. Where the
 * sample is not beside the project, an invented one stands in.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { writeOrdersCsv } from '../../../local/demo/writeOrdersCsv.ts';
import { perennial, perennialJson } from '../../support/processes.ts';
import type { Scene, SceneOf } from './story.ts';

const ELOG = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'data', 'cdnow_sample_elog.csv');
const CDNOW_MAP = 'customer=masterid,date=date,amount=sales';
const EVALUATED_AT = '1997-10-01';

const INVENTED = { seed: 1, customers: 600, orders: 1_800, from: Date.UTC(1997, 0, 1), days: 270 };
const INVENTED_MAP = 'customer=customer,date=date,amount=amount';

const imported = z.looseObject({ accepted: z.number(), duplicates: z.number(), rejected: z.number() });
const evaluated = z.looseObject({
  customers: z.number(),
  written: z.number(),
  stages: z.record(z.string(), z.number()),
  grades: z.record(z.string(), z.number()),
  model: z.looseObject({ logLikelihood: z.number().nullable() }),
});

/** Every line of an export by its customer. */
async function exported(...to: string[]): Promise<ReadonlyMap<string, unknown>> {
  const { code, stdout, stderr } = await perennial('customers', 'export', '--format', 'ndjson', ...to);
  if (code !== 0) throw new Error(stderr);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => z.looseObject({ id: z.string() }).parse(JSON.parse(line)));
  return new Map(lines.map((line) => [line.id, line]));
}

function road({ shop }: Scene): string[] {
  return ['--remote', shop.door.url, '--key', shop.keys.viewer];
}

export function takesSample(scene: SceneOf): void {
  const isSample = existsSync(ELOG);
  const sample = isSample ? 'the CDNOW sample' : 'an invented sample (../shared is not here)';
  const invented = (): string => join(scene().folder, 'orders.csv');
  const here = (): string => join(scene().folder, 'here');
  const importArgs = (): string[] => [
    'import',
    'orders',
    isSample ? ELOG : invented(),
    '--map',
    isSample ? CDNOW_MAP : INVENTED_MAP,
    '--currency',
    'USD',
  ];

  describe(`takes ${sample}`, () => {
    beforeAll(async () => {
      if (!isSample) await writeOrdersCsv(invented(), INVENTED);
    });

    it('by an upload and the import machine, and not a second time', async () => {
      const first = imported.parse(await scene().shop.cli(importArgs()));
      const local = imported.parse((await perennialJson(...importArgs(), '--data', here())).json);
      expect(first).toEqual(local);
      if (isSample) expect(first).toMatchObject({ accepted: 6919, duplicates: 0, rejected: 0 });
      const again = imported.parse(await scene().shop.cli(importArgs()));
      expect(again).toMatchObject({ accepted: 0, duplicates: first.accepted, rejected: 0 });
    });

    it('and evaluates it as one machine does, customer by customer', async () => {
      const evaluate = ['evaluate', '--at', EVALUATED_AT];
      const there = evaluated.parse(await scene().shop.cli(evaluate));
      const local = evaluated.parse((await perennialJson(...evaluate, '--data', here())).json);
      expect(there).toEqual(local);
      const [onAws, onThisMachine] = [await exported(...road(scene())), await exported('--data', here())];
      expect(onAws.size).toBe(there.customers);
      if (isSample) expect(onAws.size).toBe(2_357);
      const differing = [...onThisMachine].filter(
        ([id, line]) => JSON.stringify(onAws.get(id)) !== JSON.stringify(line),
      );
      expect(differing.slice(0, 3)).toEqual([]);
    });

    it('and writes nothing when nothing has changed', async () => {
      const again = evaluated.parse(await scene().shop.cli(['evaluate', '--at', EVALUATED_AT]));
      expect(again.written).toBe(0);
    });
  });
}
