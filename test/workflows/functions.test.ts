import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { FunctionDefinition } from '../../workflows/functionDefinition.ts';
import { aslName, type FunctionName, FUNCTIONS } from '../../workflows/functions.ts';
import { journeyWave } from '../../workflows/journeyWave.ts';
import { lifecycleEvaluation } from '../../workflows/lifecycleEvaluation.ts';

const TABLE: [string, FunctionDefinition][] = Object.entries(FUNCTIONS);
const http = TABLE.filter(([, { trigger }]) => trigger.kind === 'http');

/** The parts the function's program names. */
function partsOf(entry: string): string[] {
  const [, list = ''] = /onAws\(\s*'\w+',\s*\[([^\]]*)\]/.exec(readFileSync(entry, 'utf8')) ?? [];
  return list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** What a worker of a wave runs tasks with. */
const RUNNERS: Readonly<Record<string, readonly string[]>> = {
  journeyWaveDrain: ['runsWave'],
  upkeepDrain: ['runsUpkeep'],
};

describe('the table of functions', () => {
  it.each(TABLE)('%s is there, under its own name', (name, { entry }) => {
    expect(existsSync(entry)).toBe(true);
    expect(readFileSync(entry, 'utf8')).toMatch(new RegExp(`(?:onAws|FunctionLog)\\(\\s*'${name}'`));
  });

  it.each(TABLE.filter(([, { needs }]) => needs.tables !== undefined))(
    '%s names the parts its needs are for, and no others',
    (name, { entry, needs, trigger }) => {
      expect(partsOf(entry).sort()).toEqual(
        [
          ...(needs.bucket === undefined ? [] : [needs.email === true ? 'awsPicks' : 'awsBucket']),
          ...(needs.email === true ? ['awsDelivery'] : []),
          ...(needs.starts === undefined ? [] : [trigger.kind === 'http' ? 'awsJobs' : 'awsMachines']),
          ...(needs.sendsTo === undefined ? [] : ['awsQueue']),
          ...(needs.verifiesTokens === true ? ['awsSignIn'] : []),
          ...(RUNNERS[name] ?? []),
        ].sort(),
      );
    },
  );

  it('lets every function that lets people in read keys, and remember their requests', () => {
    const functions = TABLE.filter(([, { needs }]) => needs.verifiesTokens === true);
    expect(functions.length).toBeGreaterThan(1);
    for (const [name, { needs }] of functions) {
      expect(needs.tables?.config, name).toContain('read');
      expect(needs.tables?.work, name).toEqual(expect.arrayContaining(['read', 'write']));
    }
  });

  it.each(TABLE.filter(([, { needs }]) => needs.tables !== undefined))(
    '%s may read the settings it works by',
    (_name, { needs }) => {
      expect(needs.tables?.config).toContain('read');
    },
  );

  it('gives no route to two functions', () => {
    const routes = http.flatMap(([, { trigger }]) => (trigger.kind === 'http' ? [...trigger.routes] : []));
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(http)('%s answers before API Gateway gives up', (_name, { timeoutSeconds }) => {
    expect(timeoutSeconds).toBeLessThan(30);
  });

  it('lets a few functions only hand over messages, scan tables and empty the bucket', () => {
    const named = (test: (needs: FunctionDefinition['needs']) => boolean) =>
      TABLE.filter(([, { needs }]) => test(needs)).map(([name]) => name);
    expect(named(({ email, sms }) => email === true || sms === true)).toEqual([
      'journeyWaveDrain',
      'messages',
    ]);
    expect(named(({ bucket }) => bucket?.['archive/']?.includes('delete') ?? false)).toEqual([
      'upkeepDrain',
      'eraseStep',
      'factArchive',
    ]);
    const scans = named(({ tables = {} }) =>
      Object.values(tables).some((actions) => actions.includes('scan')),
    );
    expect(scans.filter((name) => /tracking|pages|inbound|Intake|providerEvents|Plan/.test(name))).toEqual(
      [],
    );
  });

  it('has every function the machines call', () => {
    const names = new Set(Object.keys(FUNCTIONS).map((name) => aslName(name as FunctionName)));
    for (const machine of [journeyWave, lifecycleEvaluation]) {
      const called = [...JSON.stringify(machine).matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name ?? '');
      expect(called.length).toBeGreaterThan(1);
      expect(called.filter((name) => !names.has(name))).toEqual([]);
    }
  });
});
