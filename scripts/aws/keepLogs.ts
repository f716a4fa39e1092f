/** Keeps what the emulator and the functions said, so that a failed run can be understood after it was taken down. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { appendFileSync, copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulator, REGION } from './emulator.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'perennial', 'failed-run');
/** Lines of Lambda's own, one a call. */
const PLATFORM = /^(START|END|REPORT) RequestId/;

/** The folder, with `emulator.log` and a file for each log group. */
export async function keepLogs({ endpoint, logFile }: Emulator): Promise<string> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  copyFileSync(logFile, join(FOLDER, 'emulator.log'));
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new CloudWatchLogsClient({ endpoint, region: REGION, credentials });
  const { logGroups = [] } = await client.send(new DescribeLogGroupsCommand({}));
  for (const { logGroupName = '' } of logGroups) {
    const file = join(FOLDER, `${logGroupName.replaceAll('/', '.').replace(/^\./, '')}.log`);
    let token: string | undefined;
    do {
      const { events = [], nextToken } = await client.send(
        new FilterLogEventsCommand({ logGroupName, ...(token === undefined ? {} : { nextToken: token }) }),
      );
      const lines = events.map(({ message = '' }) => message).filter((line) => !PLATFORM.test(line));
      if (lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
      token = nextToken === token ? undefined : nextToken;
    } while (token !== undefined);
  }
  return FOLDER;
}
