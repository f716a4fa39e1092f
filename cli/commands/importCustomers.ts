/** `import customers`: names a file and how its columns are meant; the API reads it where it lies. */
import type { ExitCode } from '../args/spec.ts';
import type { CommandContext } from '../context.ts';
import { importFile } from '../importing.ts';

const options = {
  map: 'map',
  traits: 'traits',
  country: 'country',
  encoding: 'encoding',
  'consent-source': 'consentSource',
  'consent-date': 'consentDate',
  'consent-basis': 'consentBasis',
  'consent-wording': 'consentWording',
  'date-format': 'dateFormat',
};

export function run(context: CommandContext): Promise<ExitCode> {
  return importFile(context, { path: '/v1/imports/customers', options });
}
