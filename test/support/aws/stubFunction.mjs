/** A deployed function that follows a script and writes down how it was called, in a folder of this machine. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { answer } from './scripted.ts';

const { STUB_NAME: name, STUB_SCRIPT: scriptFile, STUB_CALLS: callsFile } = process.env;

export function handler(input) {
  const lines = existsSync(callsFile) ? readFileSync(callsFile, 'utf8').trim().split('\n') : [];
  const earlier = lines.map((line) => JSON.parse(line));
  appendFileSync(callsFile, `${JSON.stringify({ name, input })}\n`);
  return answer(JSON.parse(readFileSync(scriptFile, 'utf8')), { name, input }, earlier);
}
