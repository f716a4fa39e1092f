/** Lives one world again, as a failing run has printed it: `node test/simulation/again.ts '<world as JSON>'`. */
import * as z from 'zod';
import { liveRecipe } from './run/shrink.ts';
import { FAULT_KINDS } from './world/fault.ts';

const recipe = z.object({
  seed: z.number().int(),
  kind: z.enum(['reference', 'random']),
  people: z.array(z.string()).exactOptional(),
  days: z.number().int().exactOptional(),
  store: z.enum(['memory', 'sqlite', 'dynamodb']).exactOptional(),
  faults: z
    .array(z.object({ site: z.string(), occurrence: z.number().int(), kind: z.enum(FAULT_KINDS) }))
    .exactOptional(),
});

const result = await liveRecipe(recipe.parse(JSON.parse(process.argv[2] ?? '')), true);
for (const line of result.trace) process.stdout.write(`${line}\n`);
for (const { rule, at, detail } of result.violations) {
  process.stdout.write(`${rule} at ${new Date(at).toISOString()}: ${detail}\n`);
}
process.exitCode = result.violations.length === 0 ? 0 : 1;
