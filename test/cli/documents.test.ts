import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';

import { proveDocument } from '../../scripts/acceptance/prove/prove-document.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { documents as ofCommand } from '../../src/cli/documents/all.ts';
import { runProgram } from '../../src/cli/program.ts';
import { CONFIRMED, runProve, throwAway } from '../acceptance/prove/prove-world.ts';
import { cliWorld } from './cli-world.ts';
import { answered, PLAN_ID, planned, progress, run, runCommand, scripted } from './run-command.ts';

const documents = [...ofCommand, proveDocument];

async function schemaOf(name: string): Promise<object> {
  const file = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url);
  const schema: unknown = JSON.parse(await readFile(file, 'utf8'));
  return schema as object;
}

/** Returns the reasons why a document does not match its published schema or is changed by reading it back. */
async function misfits(name: string, out: readonly string[]): Promise<readonly unknown[]> {
  const document: unknown = JSON.parse(out.join('\n'));
  const validate = new Ajv2020().compile(await schemaOf(name));
  validate(document);
  const reader = documents.find((one) => one.name === name);
  const read: unknown = reader?.read(document);
  // The functions' own answers may say more than this version knows.
  const isWhole = name === 'prune' ? isPartOf(read, document) : isDeepStrictEqual(read, document);
  return [...(validate.errors ?? []), ...(isWhole ? [] : [{ read, document }])];
}

function isPartOf(part: unknown, whole: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === whole;
  if (typeof whole !== 'object' || whole === null) return false;
  return Object.entries(part).every(([key, one]) => isPartOf(one, Reflect.get(whole, key)));
}

const STATUS = answered(progress('goes-on', 3));
const INIT = [
  '--tooling-account=111111111111',
  '--region=eu-west-1',
  '--account=222222222222:dev:nonprod',
  '--config=new.yml',
];

describe('what a command writes with --json', () => {
  it.each([
    ['init', INIT, 0],
    ['init', [], 4],
    ['validate', [], 0],
    ['validate', ['--config', 'nope.yml'], 1],
    ['cost', [], 0],
    ['cost', ['--config', 'nope.yml'], 1],
    ['limits', [], 0],
    ['targets', [], 0],
    ['targets', ['--account', 'missing'], 1],
  ] as const)('fits its schema and is read back whole: %s %j', async (name, args, exitCode) => {
    const { world, out } = cliWorld();
    expect(await runProgram([name, ...args, '--json'], commands, world)).toBe(exitCode);
    expect(await misfits(name, out)).toEqual([]);
  });

  it.each([
    [['plan', 'dev'], 0],
    [['plan', 'missing'], 1],
    [['apply', 'dev', '--confirm', 'dev'], 0],
    [['apply', 'dev', '--confirm', 'qa'], 4],
    [['apply', 'dev'], 1],
    [['apply', PLAN_ID, '--confirm', 'dev'], 0],
    [['status', PLAN_ID], 3],
  ])('fits its schema and is read back: prune %j', async (args, exitCode) => {
    const world = scripted(({ kind, event }) => {
      if (kind === 'plan') return answered(planned());
      return 'confirm' in event ? answered(progress('finished', 10)) : STATUS;
    });
    const ran = await run([...args, '--json'], world);
    expect(ran.exitCode).toBe(exitCode);
    expect(await misfits('prune', ran.out)).toEqual([]);
  });

  it.each([
    [['prod'], { state: 'use-prune', account: { id: '1', name: 'prod', stage: 'nonprod' } }, 4],
    [['prod'], { state: 'unfinished', continueWith: 'f3a1c2d4', progress: '', throttled: true }, 3],
    [['dev'], undefined, 4],
    [['missing'], undefined, 1],
  ])('fits its schema and is read back: review %j', async (args, answer, exitCode) => {
    const ran = await runCommand(
      ['review', ...args, '--json'],
      scripted(() => answered(answer)),
    );
    expect(ran.exitCode).toBe(exitCode);
    expect(await misfits('review', ran.out)).toEqual([]);
  });

  it('fits its schema when pruning is refused', async () => {
    const refusals = [{ code: 'stage-not-nonprod', sentence: 'No.' }];
    const world = scripted(() => answered({ state: 'refused', refusals }));
    const ran = await run(['plan', 'dev', '--json'], world);
    expect(ran.exitCode).toBe(4);
    expect(await misfits('prune', ran.out)).toEqual([]);
  });

  it('fits its schema and is read back whole: prove', async () => {
    const sandbox = throwAway();
    for (const args of [[...CONFIRMED], ['--clean', ...CONFIRMED], ['--region', 'nowhere']]) {
      const { out } = await runProve(sandbox, [...args, '--json']);
      expect(await misfits('prove', out)).toEqual([]);
    }
  });

  it('has a published schema for every command', async () => {
    const program = new Command();
    for (const { load } of commands) (await load())(program, () => Promise.resolve());
    for (const command of program.commands) {
      expect(await schemaOf(command.name())).toMatchObject({
        title: `limits-watchdog ${command.name()} --json`,
        properties: { version: { const: 1 }, kind: { const: `limits-watchdog.${command.name()}` } },
      });
    }
  });
});
