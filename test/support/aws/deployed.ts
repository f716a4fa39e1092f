/** What `npm run test:aws` deployed, as its suite finds it: outputs of the stacks, the emulator's address, kept mails. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const output = z.object({
  endpoint: z.string(),
  mailFolder: z.string(),
  workersFolder: z.string(),
  stacks: z.record(z.string(), z.record(z.string(), z.string())),
});

const stacks = z.object({
  BucketName: z.string(),
  PeopleTableName: z.string(),
  FactsTableName: z.string(),
  WorkTableName: z.string(),
  ConfigTableName: z.string(),
  ApiUrl: z.string(),
  UserPoolId: z.string(),
  UserPoolClientId: z.string(),
});

export interface Deployed {
  /** Of the emulator. */
  readonly endpoint: string;
  /** Of every mail as SES sent it, `<n>.eml`. */
  readonly mailFolder: string;
  /** A file for every process that ran functions, named by its id, which holds the name of its function. */
  readonly workersFolder: string;
  readonly outputs: z.infer<typeof stacks>;
}

const file = process.env['PERENNIAL_DEPLOYED'];

/** Whether the suite runs against a deployment; where it does not, tests that need one are skipped. */
export const isDeployed = file !== undefined;

/** Throws where nothing is deployed. */
export function deployed(): Deployed {
  if (file === undefined) throw new Error('nothing is deployed: run `npm run test:aws`');
  const { stacks: made, ...places } = output.parse(JSON.parse(readFileSync(file, 'utf8')));
  const outputs = Object.values(made).reduce((all, one) => ({ ...all, ...one }), {});
  return { ...places, outputs: stacks.parse(outputs) };
}

/** Where the emulator answers; also before the stacks stand. */
export function emulatorEndpoint(): string {
  const endpoint = process.env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined || !/^http:\/\/127\.0\.0\.1:\d+$/.test(endpoint))
    throw new Error('AWS_ENDPOINT_URL names no emulator on this machine');
  return endpoint;
}
