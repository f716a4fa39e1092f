import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adaptAssembly, adaptStates } from '../../../scripts/aws/emulatorAssembly.ts';
import { tempDir } from '../../support/tempDir.ts';

const ENDS = { Type: 'Succeed', Output: { a: 1 } };

function anAssembly(folder: string, runtime = 'nodejs24.x'): string {
  const assets = { files: { abc: { source: { path: 'asset.abc', packaging: 'zip' } } } };
  const resources = {
    Ours: { Type: 'AWS::Lambda::Function', Properties: { Runtime: runtime, Code: { S3Key: 'abc.zip' } } },
    Machine: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: { DefinitionString: JSON.stringify({ StartAt: 'E', States: { E: ENDS } }) },
    },
    Table: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { TableName: 't' } },
  };
  mkdirSync(join(folder, 'asset.abc'), { recursive: true });
  writeFileSync(join(folder, 'asset.abc', 'index.mjs'), '');
  writeFileSync(join(folder, 'Stack.assets.json'), JSON.stringify(assets));
  writeFileSync(
    join(folder, 'Stack.template.json'),
    JSON.stringify({ Resources: resources, Outputs: { a: 1 } }),
  );
  return folder;
}

describe('an assembly for the emulator', () => {
  const folder = tempDir();

  it('runs our functions through the bootstrap, and leaves everything else as it is', () => {
    const assembly = anAssembly(join(folder, 'one'));
    expect(adaptAssembly(assembly)).toEqual({ functions: 1, states: 1 });
    const { Resources, Outputs } = JSON.parse(readFileSync(join(assembly, 'Stack.template.json'), 'utf8'));
    expect(Resources.Ours.Properties).toEqual({ Runtime: 'provided.al2023', Code: { S3Key: 'abc.zip' } });
    expect(JSON.parse(Resources.Machine.Properties.DefinitionString).States.E).toEqual({
      Type: 'Pass',
      Output: { a: 1 },
      End: true,
    });
    expect([Resources.Table.Properties, Outputs]).toEqual([{ TableName: 't' }, { a: 1 }]);
    expect(statSync(join(assembly, 'asset.abc', 'bootstrap')).mode & 0o111).toBe(0o111);
  });

  it('is refused where it holds no function to run', () => {
    const assembly = anAssembly(join(folder, 'two'), 'python3.13');
    expect(() => adaptAssembly(assembly)).toThrow('no function');
  });
});

describe('states for the emulator', () => {
  const inner = { StartAt: 'E', States: { E: structuredClone(ENDS) } };
  const graph = {
    States: {
      Each: {
        Type: 'Map',
        Items: '{% $a %}',
        ToleratedFailurePercentage: 5,
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...inner },
      },
      Plain: { Type: 'Succeed' },
      Task: { Type: 'Task', Resource: 'r', Retry: [{ ErrorEquals: ['TransientError'] }] },
    },
  };

  it('are changed at every depth, where the emulator does not follow the language', () => {
    const copy = structuredClone(graph);
    expect(adaptStates(copy)).toBe(2);
    expect(copy.States.Each).toEqual({
      Type: 'Map',
      Items: '{% $a %}',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'E',
        States: { E: { Type: 'Pass', Output: { a: 1 }, End: true } },
      },
    });
  });

  it('and nowhere else', () => {
    const { Plain, Task } = structuredClone(graph).States;
    const copy = { States: { Plain, Task } };
    expect(adaptStates(copy)).toBe(0);
    expect(copy).toEqual({ States: { Plain: graph.States.Plain, Task: graph.States.Task } });
  });
});
