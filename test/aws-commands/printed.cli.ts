import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Shell } from './cli.ts';
import { isOfSecondVersion, openShell } from './cli.ts';
import type { NamedRow, RunRow } from './command-row.ts';
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

/** Each different command once, with the first source of it. */
const rows = new Map<string, RunRow & { readonly from: string }>();
const names = new Map<string, NamedRow>();
for (const { name, rows: own } of PLACES) {
  for (const row of own) {
    if (row.kind === 'named') names.set(row.script, row);
    else rows.set(JSON.stringify(row), { ...row, from: name });
  }
}

describe.concurrent('the AWS CLI, given a command as it is written,', () => {
  it.for([...rows.values()].map((row) => [titleOf(row), row] as const))(
    '%s',
    { timeout: 300_000 },
    async ([, row]) => {
      const { exitCode, stderr, calls } = await shell.run(row);
      expect({
        fault: exitCode === 0 ? '' : `ended with ${exitCode}: ${stderr}`,
        calls: essence(calls),
      }).toEqual({ fault: '', calls: essence(row.expected) });
    },
  );

  it.for([...names])('knows %s', async ([, row]) => {
    const { exitCode, stderr } = await shell.run(row);
    // A missing argument is an error of the operation itself, which is not this message.
    expect(exitCode === 0 ? '' : stderr).not.toMatch(/Invalid choice|invalid choice/);
  });
});

function titleOf(row: RunRow & { readonly from: string }): string {
  const [first = ''] = row.script.split('\n').filter((line) => line.includes('aws '));
  const version = isOfSecondVersion(row.script) ? ', with version 2' : '';
  return `${row.from}: ${first.trim().slice(0, 90)}${version}`;
}

/** Operations that `aws cloudformation deploy` calls while it waits. */
const WAITING =
  /^cloudformation:(?:DescribeStacks|GetTemplateSummary|DescribeChangeSet|ExecuteChangeSet)$/;

/** Members of a request that the AWS CLI generates: a name, the time, a checksum. */
const MADE_UP: Readonly<Record<string, readonly string[]>> = {
  'cloudformation:CreateChangeSet': ['ChangeSetName', 'Description', 'TemplateURL'],
  'logs:FilterLogEvents': ['startTime'],
  's3:DeleteObjects': ['ChecksumAlgorithm'],
  's3:GetObject': ['ChecksumMode', 'IfMatch'],
  's3:HeadObject': ['ChecksumMode'],
  's3:PutObject': [
    'ChecksumAlgorithm',
    'ChecksumCRC32',
    'ContentLength',
    'ContentType',
    'Metadata',
  ],
};

function essence(calls: readonly Call[]): readonly Call[] {
  const deploys = calls.some(({ operation }) => operation === 'cloudformation:CreateChangeSet');
  return calls
    .filter(({ operation }) => !(deploys && WAITING.test(operation)))
    .map(({ operation, region, input }) => {
      const expected = Object.entries(input).filter(
        ([name, value]) =>
          MADE_UP[operation]?.includes(name) !== true &&
          !(Array.isArray(value) && value.length === 0),
      );
      return { operation, region, input: sorted(Object.fromEntries(expected)) };
    });
}

/** Returns the input with its parameter lists sorted, because their order does not matter. */
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
