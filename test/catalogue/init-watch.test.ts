import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { limitsIn, watchedLimits } from '../../src/limits/watched-limits.ts';
import { LIMIT_SETS, QUOTAS_SET } from '../../src/model/limit-choice/sets.ts';
import { setCosts, watchParameters } from '../../src/setup/watch-choice.ts';
import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { cliWorld } from '../cli/cli-world.ts';

const FLAGS = [
  '--tooling-account=111111111111',
  '--region=eu-west-1',
  '--account=222222222222:dev:nonprod',
  '--regions=eu-west-1',
];
const definitions = catalogue.map(({ definition }) => definition);

async function initialised(args: readonly string[], typed?: readonly string[]) {
  const questions: string[] = [];
  const left = [...(typed ?? [])];
  const made = cliWorld({ files: {} });
  const ask = async (question: string) => {
    questions.push(question);
    return left.shift();
  };
  const terminal = { ...made.world.terminal, ...(typed !== undefined && { ask }) };
  const exitCode = await runProgram(['init', ...args], commands, { ...made.world, terminal });
  return { ...made, exitCode, questions, file: made.files.get('watchdog.yml') ?? '' };
}

function watchedIn(file: string): readonly string[] {
  const parsed = parseConfiguration(file, definitions);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const [account] = parsed.configuration.accounts;
  if (account === undefined) throw new Error('no account');
  const ofSets = limitsIn(account, watchedLimits(parsed.configuration)).filter(
    ({ definition }) => definition.set !== undefined,
  );
  return ofSets.map(({ definition }) => definition.id);
}

const parametersIn = (out: readonly string[]) =>
  [...new Set(out.join('\n').match(/ParameterKey=Watch[A-Z]\w*(?=,ParameterValue=true)/g))].map(
    (one) => one.replace('ParameterKey=', ''),
  );

describe('init and the limits to watch', () => {
  it('asks one question, which names the permissions of each set; the default is none', async () => {
    const { questions, file, out } = await initialised(FLAGS.slice(1), [
      '111111111111',
      '',
      '',
      '',
      '',
      '',
    ]);
    const [asked, ...more] = questions.filter((one) => one.startsWith('Limits to watch'));
    expect(more).toEqual([]);
    for (const { set, permissions } of setCosts()) expect(asked).toContain(`${set} ${permissions}`);
    expect(asked).toMatch(/ \[none\]: $/);
    expect(watchedIn(file)).toEqual([]);
    expect(file).not.toMatch(/^watch:/m);
    expect(parametersIn(out)).toEqual([]);
  });

  it.each([
    ['iam', (set: string | undefined) => set === 'iam', ['WatchIam']],
    ['logs-resource-policies, event-rules', undefined, ['WatchLogs', 'WatchEvents']],
    [
      'all',
      (set: string | undefined) => set !== undefined,
      Object.entries(LIMIT_SETS).flatMap(([set, { parameter }]) =>
        set === QUOTAS_SET ? [] : parameter,
      ),
    ],
  ])(
    'writes %s into the file and its parameters into the commands',
    async (text, fits, parameters) => {
      const { exitCode, file, out } = await initialised([...FLAGS, `--watch=${text}`]);
      expect(exitCode).toBe(0);
      const ids = definitions
        .filter(({ id, set }) => fits?.(set) ?? text.split(', ').includes(id))
        // A limit measured by its metric is left out when another chosen limit measures the same without delay.
        .filter(({ yieldsTo }, _, chosen) => chosen.every(({ id }) => id !== yieldsTo))
        .map(({ id }) => id);
      expect(watchedIn(file)).toEqual(ids);
      expect(new Set(parametersIn(out))).toEqual(new Set(parameters));
      for (const one of parameters) expect(file).toContain(`${one}=true`);
    },
  );

  it('names a text that is neither a limit nor a set, and asks again', async () => {
    const wrong = await initialised([...FLAGS, '--watch=iam,lamda']);
    expect(wrong.err.join('\n')).toContain('--watch: "lamda" is not accepted');
    const again = await initialised(FLAGS.slice(1), [
      '111111111111',
      '',
      '',
      '',
      '',
      'lamda',
      'lambda',
    ]);
    expect(again.err.join('\n')).toContain('did you mean lambda');
    const ofLambda = definitions.filter(({ set }) => set === 'lambda').map(({ id }) => id);
    expect(watchedIn(again.file)).toEqual(ofLambda);
  });

  it('names parameters that the read role has', async () => {
    const text = await readFile('src/stacks/member-read-role.yml', 'utf8');
    expect(Object.keys(readTemplate(text).parameters)).toEqual(
      expect.arrayContaining(Object.keys(watchParameters(['all']))),
    );
  });
});
