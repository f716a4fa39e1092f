/**
 * A virtual environment of Python that holds the emulator and nothing else, under node_modules/.cache: made once, and made
 * again when `requirements.txt` has changed or it is damaged. The machine's own Python is not touched.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from './runProgram.ts';

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt');
const HOME = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'perennial', 'emulator');
const PYTHONS = ['python3', 'python', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];
const IS_NEW_ENOUGH = 'import ensurepip, sys, venv; sys.exit(0 if sys.version_info >= (3, 10) else 1)';

export type PythonHome =
  | { readonly kind: 'ready'; readonly python: string }
  /** `why` is a sentence for a person. */
  | { readonly kind: 'unavailable'; readonly why: string };

function pythonIn(home: string): string {
  return process.platform === 'win32' ? join(home, 'Scripts', 'python.exe') : join(home, 'bin', 'python');
}

async function newEnoughPython(pythons: readonly string[]): Promise<string | null> {
  for (const name of pythons) {
    const { code } = await runProgram(name, ['-c', IS_NEW_ENOUGH], { seconds: 20 });
    if (code === 0) return name;
  }
  return null;
}

function markIn(home: string): string {
  return join(home, 'installed.txt');
}

async function isInstalled(home: string, wanted: string): Promise<boolean> {
  const mark = markIn(home);
  if (!existsSync(mark) || readFileSync(mark, 'utf8') !== wanted) return false;
  const { code } = await runProgram(pythonIn(home), ['-c', 'import ministack.app'], { seconds: 60 });
  return code === 0;
}

function lastLine(output: string): string {
  return output.trim().split('\n').at(-1)?.trim() ?? '';
}

/** Finds or makes it; `pythons` are the names to look for. */
export async function pythonHome(home = HOME, pythons: readonly string[] = PYTHONS): Promise<PythonHome> {
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  const python = pythonIn(home);
  if (await isInstalled(home, wanted)) return { kind: 'ready', python };
  const found = await newEnoughPython(pythons);
  if (found === null) return { kind: 'unavailable', why: 'there is no Python 3.10 or newer' };
  rmSync(home, { recursive: true, force: true });
  mkdirSync(join(home, '..'), { recursive: true });
  const made = await runProgram(found, ['-m', 'venv', home], { seconds: 120 });
  if (made.code !== 0)
    return { kind: 'unavailable', why: `Python made no virtual environment: ${lastLine(made.output)}` };
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--requirement',
    REQUIREMENTS,
  ];
  const installed = await runProgram(python, pip, { seconds: 240 });
  if (installed.code !== 0)
    return { kind: 'unavailable', why: `pip could not install the emulator: ${lastLine(installed.output)}` };
  writeFileSync(markIn(home), wanted);
  return { kind: 'ready', python };
}
