/** What imports of consents and of suppression lists have in common: options passed on under their own names. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { importFile } from '../importing.ts';

const options = {
  map: 'map',
  channel: 'channel',
  topic: 'topic',
  source: 'source',
  basis: 'basis',
  wording: 'wording',
  reason: 'reason',
  at: 'at',
  country: 'country',
  encoding: 'encoding',
  'date-format': 'dateFormat',
};

export function importContacts(context: CommandContext, path: string): Promise<ExitCode> {
  return importFile(context, { path, options });
}
