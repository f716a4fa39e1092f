/** `webhooks secret`: what webhooks are signed with, how a receiver verifies it, and the way from one secret to the next. */
import * as z from 'zod';
import { readAnswer } from '../answers/read.ts';
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { misuse } from '../failure.ts';
import { minute } from '../text/format.ts';
import { fill } from '../words/words.ts';

const PATH = '/v1/webhooks/secrets';

const secretsSchema = z.looseObject({
  items: z.array(z.looseObject({ secret: z.string(), until: z.string().nullable() })),
});
type Secret = z.output<typeof secretsSchema>['items'][number];

function secretLine(told: CommandContext['words']['webhookSecret'], { secret, until }: Secret, n: number) {
  if (n === 0) return fill(told.newest, { secret });
  return until === null
    ? fill(told.olderAlways, { secret })
    : fill(told.older, { secret, until: minute(until) });
}

function asked({ args }: CommandContext): 'rotate' | 'retire' | null {
  const [rotate, retire] = [args.flag('rotate'), args.flag('retire')];
  if (rotate && retire)
    throw misuse('--rotate and --retire exclude each other.', {
      field: '--retire',
      remedy: 'Rotate first, and retire once every receiver knows the new secret.',
    });
  return rotate ? 'rotate' : retire ? 'retire' : null;
}

export async function run(context: CommandContext): Promise<ExitCode> {
  const { ask, json, printer, words } = context;
  const change = asked(context);
  const answer = await (change === null
    ? ask({ method: 'GET', path: PATH })
    : ask({ method: 'POST', path: `${PATH}/${change}` }));
  const { items } = readAnswer(secretsSchema, answer);
  if (json) {
    await printer.document(answer);
    return 0;
  }
  const told = words.webhookSecret;
  const secrets = items.map((one, n) => secretLine(told, one, n));
  const said = {
    rotate: ['', told.rotated],
    retire: ['', told.retired],
    show: ['', told.how, told.signed, told.hmac, told.compare, told.fresh],
  };
  await printer.lines([...secrets, ...said[change ?? 'show']]);
  return 0;
}
