/** Runs one row in this process and prints what it measured as one line of JSON: `node oneRow.ts NAME [FILE]`. */
import { peakMemoryMb } from './row.ts';
import { ROWS } from './rows/index.ts';

const [name = '', input = ''] = process.argv.slice(2);
const row = ROWS.find((one) => one.name === name);
if (row === undefined) throw new Error(`there is no row "${name}"`);
const measured = await row.run({ input: input === '' ? null : input });
process.stdout.write(`${JSON.stringify({ ...measured, peakMb: peakMemoryMb() })}\n`);
