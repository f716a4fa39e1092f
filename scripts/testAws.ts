/**
 * `npm run test:aws`: the system as AWS would run it, on an emulator of AWS that others wrote. Installs the emulator into a
 * virtual environment of its own, starts it, bootstraps, synthesises, deploys, runs the `aws` suite against what was deployed,
 * and takes all down, whatever happened. Each stage is told with its seconds. What it is called with goes to vitest.
 *
 * Without Python 3.10, or where the emulator cannot be installed, it says so and ends well; where `CI` is `true` that is a
 * failure. It needs no AWS account and can reach none (see aws/emulator.ts).
 */
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACCOUNT, type Emulator, REGION, startEmulator } from './aws/emulator.ts';
import { adaptAssembly } from './aws/emulatorAssembly.ts';
import { keepLogs } from './aws/keepLogs.ts';
import { openMailSink } from './aws/mailSink.ts';
import { pythonHome } from './aws/pythonHome.ts';
import { endPrograms, runProgram } from './aws/runProgram.ts';

/** The deployment, whole: nothing of a `perennial.config.ts` in the folder is left in it. */
const DEPLOYMENT = {
  name: 'perennial',
  region: REGION,
  zone: 'UTC',
  brand: {
    name: 'Northwind Tea',
    postalAddress: '12 Wharf Road, Bristol BS1 4RW, United Kingdom',
    website: 'https://northwind.example',
  },
  // The emulator makes no DKIM records, which a domain's stack prints.
  email: { address: 'hello@northwind.example', verify: 'address' },
  sms: {},
  pages: {},
  inboundMail: {},
  topics: {},
  alarmsEmail: null,
  retention: { keepData: false },
  logLevel: 'INFO',
};

const began = performance.now();

async function stage<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    const took = (performance.now() - start) / 1000;
    console.log(`test:aws  ${name.padEnd(12)} ${took.toFixed(1).padStart(6)} s`);
  }
}

interface Place {
  readonly seconds: number;
  readonly cwd?: string;
}

async function cdk(onto: Emulator, place: Place, ...args: readonly string[]): Promise<void> {
  const quiet = ['--no-notices', '--no-color'];
  const { code, output } = await runProgram('cdk', [...args, ...quiet], { env: onto.env, ...place });
  if (code === 0) return;
  const told = output
    .split('\n')
    .filter((line) => !/\| (CREATE|DELETE|UPDATE)_(IN_PROGRESS|COMPLETE) /.test(line));
  throw new Error(`cdk ${args[0]} failed:\n${told.join('\n').slice(-8_000)}`);
}

/** Deploys every stack; the file that holds their outputs. */
async function deploy(onto: Emulator): Promise<string> {
  const assembly = join(folder, 'cdk.out');
  const outputs = join(folder, 'outputs.json');
  const context = Object.entries(DEPLOYMENT).flatMap(([name, value]) => [
    '--context',
    `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  ]);
  await Promise.all([
    // Beside no app: with one, bootstrapping would build it first.
    stage('bootstrap', () =>
      cdk(onto, { seconds: 240, cwd: folder }, 'bootstrap', `aws://${ACCOUNT}/${REGION}`),
    ),
    stage('synth', () => cdk(onto, { seconds: 240 }, 'synth', '--quiet', '--output', assembly, ...context)),
  ]);
  const { functions, states } = adaptAssembly(assembly);
  console.log(`test:aws  ${functions} functions, ${states} states written otherwise for the emulator`);
  const deployAll = [
    'deploy',
    '--all',
    '--app',
    assembly,
    '--require-approval',
    'never',
    '--progress',
    'events',
  ];
  await stage('deploy', () => cdk(onto, { seconds: 300 }, ...deployAll, '--outputs-file', outputs));
  return outputs;
}

/** Runs the suite; its exit code. */
async function suite(on: Emulator, deployed: string): Promise<number> {
  const args = ['run', '--project', 'aws', '--no-file-parallelism', ...process.argv.slice(2)];
  const env = { ...on.env, PERENNIAL_DEPLOYED: deployed };
  const { code } = await stage('suite', () => runProgram('vitest', args, { env, seconds: 900, shown: true }));
  return code ?? 1;
}

const folder = mkdtempSync(join(tmpdir(), 'perennial-aws-'));
let emulator: Emulator | null = null;

/** Nothing is left, however this ends. */
function endNow(): void {
  endPrograms();
  emulator?.kill();
  rmSync(folder, { recursive: true, force: true });
}

process.once('exit', endNow);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    endNow();
    process.exit(130);
  });

async function tellLogs(): Promise<void> {
  if (emulator !== null) console.log(`test:aws  what was logged is in ${await keepLogs(emulator)}`);
}

async function testOn(python: string): Promise<number> {
  const mailFolder = join(folder, 'mail');
  mkdirSync(mailFolder);
  const sink = await openMailSink(mailFolder);
  try {
    const started = await stage('emulator', () => startEmulator({ python, smtpPort: sink.port, folder }));
    emulator = started;
    const outputs = await deploy(started);
    const deployed = join(folder, 'deployed.json');
    const { endpoint, workersFolder } = started;
    const stacks: unknown = JSON.parse(readFileSync(outputs, 'utf8'));
    writeFileSync(deployed, JSON.stringify({ endpoint, mailFolder, workersFolder, stacks }));
    const code = await suite(started, deployed);
    if (code !== 0) await tellLogs();
    return code;
  } catch (failure) {
    console.error(failure instanceof Error ? failure.message : failure);
    await tellLogs();
    return 1;
  } finally {
    await stage('down', async () => {
      await emulator?.stop();
      await sink.close();
    });
  }
}

const home = await stage('python', () => pythonHome());
if (home.kind === 'unavailable') {
  const strict = process.env['CI'] === 'true';
  console.log(`test:aws ${strict ? 'failed' : 'skipped'}: ${home.why}`);
  process.exitCode = strict ? 1 : 0;
} else {
  process.exitCode = await testOn(home.python);
  console.log(`test:aws  in all       ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s`);
}
