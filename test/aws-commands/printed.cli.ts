import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Shell } from './cli.ts';
import { openShell } from './cli.ts';
import type { CommandRow } from './command-row.ts';
import { places } from './places.ts';
import type { Call, Recorder } from './recorder.ts';
import { startRecorder } from './recorder.ts';
import { isMembers } from '../sandbox/wire/message.ts';

const PLACES = await places();

let recorder: Recorder;
let shell: Shell;
beforeAll(async () => {
  recorder = await startRecorder();
  shell = await openShell(recorder);
});
afterAll(async () => {
  await shell.close();
  await recorder.close();
});

/** Each command once, wherever it is from. */
const rows = new Map<string, CommandRow & { readonly from: string }>();
for (const { name, rows: own } of PLACES) {
  for (const row of own) {
    const key = JSON.stringify(row);
    if (!rows.has(key)) rows.set(key, { ...row, from: name });
  }
}

describe.concurrent('the AWS CLI, given a command as it is written,', () => {
  it.for([...rows.values()].map((row) => [titleOf(row), row] as const))(
    '%s',
    { timeout: 120_000 },
    async ([, row]) => {
      if (row.kind === 'named') {
        const { stderr } = await shell.run(row, 1);
        expect(stderr).not.toMatch(/Invalid choice|argument (?:command|operation)/);
        return;
      }
      const { exitCode, stderr, calls } = await shell.run(row, row.version ?? 1);
      expect({ exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({
        exitCode: 0,
        stderr: '',
      });
      expect(essence(calls)).toEqual(essence(row.meant));
    },
  );
});

function titleOf(row: CommandRow & { readonly from: string }): string {
  const [first = ''] = row.script.split('\n').filter((line) => line.includes('aws '));
  const by = row.kind === 'run' ? `version ${row.version ?? 1}` : 'known';
  return `${row.from}: ${first.trim().slice(0, 90)} (${by})`;
}

/** What `aws cloudformation deploy` asks while it waits. */
const WAITING =
  /^cloudformation:(?:DescribeStacks|GetTemplateSummary|DescribeChangeSet|ExecuteChangeSet)$/;

function essence(calls: readonly Call[]): readonly Call[] {
  const deploys = calls.some(({ operation }) => operation === 'cloudformation:CreateChangeSet');
  return calls
    .filter(({ operation }) => !(deploys && WAITING.test(operation)))
    .map(({ operation, region, input }) => {
      if (operation !== 'cloudformation:CreateChangeSet')
        return { operation, region, input: sorted(input) };
      const { ChangeSetName: _name, Description: _text, Tags: tags, ...rest } = input;
      const isTagged = Array.isArray(tags) && tags.length > 0;
      return { operation, region, input: sorted({ ...rest, ...(isTagged && { Tags: tags }) }) };
    });
}

/** Lists of parameters have no order. */
function sorted(input: Call['input']): Call['input'] {
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => {
      if (!Array.isArray(value) || !name.startsWith('Parameter')) return [name, value];
      return [name, value.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))];
    }),
  );
}

const keyOf = (value: unknown): string =>
  isMembers(value) ? String(value['ParameterKey']) : String(value);
