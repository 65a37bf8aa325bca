import { expect } from 'vitest';
import { stringify } from 'yaml';

import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { awsWords, valuesOf } from './shell-words.ts';

export const SECRET = 'a+b=c,d.e@f:g/h-0';
/** A configuration of four accounts with names that differ from the defaults. */
export const FILE = {
  deployment: 'payments',
  tooling: { account: '111111111111', region: 'eu-west-1' },
  role: { externalId: SECRET, organizationId: 'o-a1b2c3d4e5', path: '/operations/' },
  alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:payments-alerts' },
  regions: ['eu-west-1'],
  accounts: [
    { id: '222222222222', name: 'dev', stage: 'nonprod', prune: { layers: true } },
    { id: '333333333333', name: 'qa', stage: 'nonprod' },
    { id: '444444444444', name: 'eu-prd01', stage: 'nonprod' },
    { id: '555555555555', name: 'prod', stage: 'prod' },
  ],
};
/** The same configuration with discovered accounts. */
export const FOUND = {
  ...FILE,
  accounts: {
    organizations: { stage: { prod: ['/Prod'], nonprod: ['/Dev'] } },
    listed: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
  },
};

export async function printed(file: unknown, args: readonly string[] = []) {
  const text = typeof file === 'string' ? file : stringify(file);
  const { world, out, err } = cliWorld({ files: { 'watchdog.yml': text } });
  const exitCode = await runProgram(['setup', ...args], commands, world);
  const lines = out.join('\n');
  const blocks = lines.replaceAll(/^(?:#.*|What is left.*)\n?/gm, '');
  return { exitCode, lines, err: err.join('\n'), shell: blocks };
}

/** Returns the words of each `aws` command, with the external id in the variable that the first command sets. */
export async function awsIn(file: unknown, args: readonly string[] = [], delegation = '') {
  const { shell, exitCode } = await printed(file, args);
  expect(exitCode).toBe(0);
  const aws = shell
    .split(/\n(?=\S)/)
    .filter((one) => /^aws (?:cloudformation|organizations) /.test(one));
  return awsWords([`EXTERNAL_ID='${SECRET}'`, ...aws], delegation);
}

export const operations = (words: readonly (readonly string[])[]) =>
  words.map((one) => `${one[1] ?? ''} ${valuesOf(one, '--stack-set-name').join()}`.trim());
