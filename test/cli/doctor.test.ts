import { readFile } from 'node:fs/promises';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Invocation } from '../../src/aws/invoke-function.ts';
import { functionInvoker } from '../../src/aws/invoke-function.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { accountId } from '../../src/model/aws-ids.ts';
import { doctorLines } from '../../src/doctor/text.ts';
import type { Paint } from '../../src/text/paint.ts';
import { EXTERNAL_ID, memberAccount, TOOLING, TOPIC } from '../watch/run-watch.ts';
import type { DoctorRun } from '../doctor/run-doctor.ts';
import { DEV, deployment, dev, PROD, prod, PRUNE_STACK, tooling } from '../doctor/run-doctor.ts';
import { planActions } from '../../src/prune/evidence/callers.ts';
import { expectDenied } from '../sandbox/expected.ts';
import type { CliSetting } from './cli-world.ts';
import { cliWorld } from './cli-world.ts';

const PERSON = 'person';
const CONFIGURATION = JSON.stringify({
  tooling: { account: TOOLING, region: 'eu-west-1' },
  role: { externalId: EXTERNAL_ID },
  alerts: { topicArn: TOPIC },
  regions: ['eu-west-1', 'us-east-1'],
  readStorageMode: true,
  accounts: [
    { id: DEV, name: 'dev', stage: 'nonprod' },
    { id: PROD, name: 'prod', stage: 'prod' },
  ],
});

/** Returns the tooling account with a person who may invoke functions. */
function home() {
  return {
    ...tooling(),
    roles: [
      {
        name: PERSON,
        trust: {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        },
        policies: [
          {
            Version: '2012-10-17',
            Statement: { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: '*' },
          },
        ],
      },
    ],
  };
}

/** Runs the command with both functions deployed in a sandbox, except those in `without`. */
async function run(
  args: readonly string[],
  setting: DoctorRun & { readonly without?: readonly string[] } = {},
) {
  const { without = [], ...given } = setting;
  const deployed = deployment({
    accounts: [dev(), prod()],
    regions: ['eu-west-1', 'us-east-1'],
    ...given,
    home: home(),
  });
  const { sandbox } = deployed;
  const events: { readonly name: string; readonly event: unknown }[] = [];
  for (const name of ['watch', 'plan'] as const) {
    if (without.includes(name)) continue;
    sandbox.registerFunction({
      account: TOOLING,
      region: 'eu-west-1',
      name: `limits-watchdog-${name}`,
      invoke: async (event) => {
        events.push({ name, event });
        return deployed[name](event);
      },
    });
  }
  const http = sandbox.requestHandler({ requestTimeout: 910_000, throwOnRequestTimeout: true });
  const credentials = async () => sandbox.credentialsOf({ account: TOOLING, role: PERSON });
  const said = await runWith(args, {
    world: { invoker: (settings) => functionInvoker({ ...settings, http, credentials }) },
  });
  return { ...said, events };
}

async function runWith(args: readonly string[], setting: CliSetting) {
  const { world, out, err } = cliWorld({ files: { 'watchdog.yml': CONFIGURATION }, ...setting });
  const exitCode = await runProgram(['doctor', ...args], commands, world);
  return { exitCode, out, err };
}

const answering = (invocation: Invocation): CliSetting => ({
  world: { invoker: () => async () => invocation },
});

describe('limits-watchdog doctor', () => {
  let validate: (document: unknown) => boolean;
  beforeAll(async () => {
    const schema = new URL('../../docs/schemas/doctor.schema.json', import.meta.url);
    validate = new Ajv2020().compile(JSON.parse(await readFile(schema, 'utf8')));
  });

  it('ends with 0 when there is no problem, and invokes both functions once', async () => {
    const { exitCode, out, err, events } = await run([]);
    expect(out).toMatchInlineSnapshot(`
      [
        "0 problems, 0 could not be determined, 3 not tried, 117 as they should be",
        "NOT TRIED  tooling (111111111111), eu-west-1: Storing the outcome of prunes was not tried: only limits-watchdog-prune has that permission, and it runs only for prunes. To do: nothing; if it fails, that prune reports it and is missing from reports.",
        "NOT TRIED  tooling (111111111111), eu-west-1: Publishing was not tried, since every subscriber would receive it. To try it with the alarms and the queue, run doctor --send, which sends each topic a message or two; or invoke limits-watchdog-watch with {"test": true}, which sends a sample of each notice to every topic.",
        "NOT TRIED  tooling (111111111111), eu-west-1: Deleting was not tried: it would delete a version that may be in use. To do: nothing; if the first prune is denied, it reports what to change.",
        "NOTE  tooling (111111111111), eu-west-1: There is no stored state yet. To do: nothing; the first run creates it.",
        "OK  dev (222222222222): 82 checks",
        "OK  prod (333333333333): 15 checks",
      ]
    `);
    expect(exitCode).toBe(0);
    expect(err).toHaveLength(2);
    expect(events).toEqual([
      { name: 'watch', event: { doctor: true } },
      { name: 'plan', event: { doctor: true, accounts: [DEV] } },
    ]);
  });

  it('ends with 1 for a problem, worst first, in lines that say what to do', async () => {
    const loud = prod({ stacks: [...(prod().stacks ?? []), PRUNE_STACK] });
    const blind = dev({ stacks: [...(memberAccount(DEV, 'dev').stacks ?? []), PRUNE_STACK] });
    expectDenied({ action: 'lambda:GetFunction', because: 'ReadStorageMode is false' });
    for (const action of planActions()) {
      if (['lambda:ListAliases', 'lambda:ListFunctions'].includes(action)) continue;
      expectDenied({ action, because: 'PlanEvidence is false' });
    }
    const { exitCode, out } = await run([], { accounts: [blind, loud] });
    expect(out).toMatchInlineSnapshot(`
      [
        "5 problems, 0 could not be determined, 3 not tried, 57 as they should be",
        "PROBLEM  dev (222222222222), eu-west-1, us-east-1: lambda:GetFunction is denied to the role limits-watchdog-read. Update the stack of src/stacks/member-read-role.yml in this account with ReadStorageMode=true, which grants lambda:GetFunction.",
        "PROBLEM  prod (333333333333): PRODUCTION HAS A ROLE THAT CAN DELETE: limits-watchdog-prune. Production must never have one. Delete the stack of src/stacks/member-prune-role.yml from this account now. If the account carries no production, set stage: nonprod in watchdog.yml instead.",
        "PROBLEM  dev (222222222222), eu-west-1, us-east-1: evidence of use is denied to the role limits-watchdog-read. Update the stack of src/stacks/member-read-role.yml in this account with PlanEvidence=true, which grants evidence of use.",
        "NOT TRIED  tooling (111111111111), eu-west-1: Storing the outcome of prunes was not tried: only limits-watchdog-prune has that permission, and it runs only for prunes. To do: nothing; if it fails, that prune reports it and is missing from reports.",
        "NOT TRIED  tooling (111111111111), eu-west-1: Publishing was not tried, since every subscriber would receive it. To try it with the alarms and the queue, run doctor --send, which sends each topic a message or two; or invoke limits-watchdog-watch with {"test": true}, which sends a sample of each notice to every topic.",
        "NOT TRIED  tooling (111111111111), eu-west-1: Deleting was not tried: it would delete a version that may be in use. To do: nothing; if the first prune is denied, it reports what to change.",
        "NOTE  tooling (111111111111), eu-west-1: There is no stored state yet. To do: nothing; the first run creates it.",
      ]
    `);
    expect(exitCode).toBe(1);
    expect(out.join('\n')).not.toContain(EXTERNAL_ID);
  });

  it('breaks its lines at the width of the terminal, and numbers the steps of a remedy', () => {
    const line = {
      state: 'problem',
      askedBy: 'watch',
      account: { id: accountId(DEV), name: 'dev' },
      regions: [],
      subject: 'role',
      sentence: 'The role cannot be assumed.',
      todo: 'Check in this order:',
      steps: ['The stack is deployed in this account.', 'No SCP denies\u001b[2J sts:AssumeRole.'],
    } as const;
    const counts = { ok: 0, notTried: 0, couldNotTell: 0, problem: 1 };
    const report = { counts, accounts: [], lines: [line], omittedLines: 0 };
    const marked: Paint = (tone, text) => `<${tone}>${text}</${tone}>`;
    expect(doctorLines(report, marked, 40)).toEqual([
      '1 problem, 0 could not be determined, 0 not tried, 0 as they should be',
      '<bad>PROBLEM</bad>  dev (222222222222): The',
      '    role cannot be assumed. Check in',
      '    this order:',
      '    1. The stack is deployed in this',
      '       account.',
      '    2. No SCP denies [2J',
      '       sts:AssumeRole.',
    ]);
  });

  it('ends with 3 when something could not be determined', async () => {
    const { exitCode, out } = await run([], {
      faults: [
        {
          match: { operation: 'ListAliases', account: PROD },
          times: 'always',
          effect: { kind: 'throttle' },
        },
      ],
    });
    expect(exitCode).toBe(3);
    expect(out[1]).toBe(
      'UNKNOWN  prod (333333333333), eu-west-1, us-east-1: It could not be determined: throttled by AWS (lambda:ListAliases: TooManyRequestsException). Something else is using up the rate limit of this account; run doctor again in a minute.',
    );
  });

  it('does not ask the plan function where nothing can be pruned', async () => {
    const { exitCode, events } = await run([], {
      accounts: [memberAccount(DEV, 'dev', {}, { ReadStorageMode: 'true' }), prod()],
    });
    expect(exitCode).toBe(0);
    expect(events.map(({ name }) => name)).toEqual(['watch']);
  });

  it('passes the selection to both functions', async () => {
    const { exitCode, events } = await run([
      '--account',
      'd*',
      '--region',
      'us-*',
      '--region',
      'ap-*',
    ]);
    expect(exitCode).toBe(0);
    expect(events).toEqual([
      { name: 'watch', event: { doctor: true, accounts: ['d*'], regions: ['us-*', 'ap-*'] } },
      { name: 'plan', event: { doctor: true, accounts: [DEV], regions: ['us-*', 'ap-*'] } },
    ]);
  });

  it.each([
    [['--account', 'missing'], 'no account of the configuration is called "missing"'],
    [['--region', 'ap-*'], 'none of the accounts is watched in "ap-*"'],
  ])('makes no AWS calls for an empty selection: %j', async (args, sentence) => {
    const { exitCode, err, events } = await run(args);
    expect(exitCode).toBe(1);
    expect(err.join('\n')).toContain(`No AWS calls were made. ${args[0]}: ${sentence}`);
    expect(events).toEqual([]);
  });

  it('writes one document that its schema knows, in every ending', async () => {
    const fine = await run(['--json']);
    const document: unknown = JSON.parse(fine.out.join('\n'));
    expect(validate(document)).toBe(true);
    expect(document).toMatchObject({
      version: 1,
      kind: 'limits-watchdog.doctor',
      outcome: 'done',
      exitCode: 0,
      worst: 'not-tried',
      counts: { problem: 0, couldNotTell: 0, notTried: 3 },
    });
    const missing = await run(['--json'], { without: ['watch'] });
    expect(validate(JSON.parse(missing.out.join('\n')))).toBe(true);
    expect(missing.exitCode).toBe(1);
  });

  it('names a missing function', async () => {
    const watchless = await run([], { without: ['watch'] });
    expect(watchless.exitCode).toBe(1);
    expect(watchless.err.at(-1)).toContain('There is no function limits-watchdog-watch');
    expect(watchless.err.at(-1)).toContain('--watch-function');
    const planless = await run([], { without: ['plan'] });
    expect(planless.exitCode).toBe(1);
    expect(planless.out[1]).toContain(
      'PROBLEM  tooling (111111111111), eu-west-1: Its permissions are not known. There is no function limits-watchdog-plan',
    );
  });

  it('refuses the answer of an older function', async () => {
    const { exitCode, err } = await runWith(
      [],
      answering({
        kind: 'answered',
        payload: { runId: 'a', status: 'complete', findings: 0, published: 0 },
      }),
    );
    expect(exitCode).toBe(1);
    expect(err.at(-1)).toBe(
      'limits-watchdog-watch (111111111111, eu-west-1) did not answer as a doctor: it is of another version, or another function. Deploy this version, and try again.',
    );
  });

  it('stops when it is interrupted', async () => {
    const interruption = new AbortController();
    const { exitCode } = await runWith([], {
      world: {
        interruption: interruption.signal,
        invoker: () => async () => {
          interruption.abort();
          const failure = {
            reason: 'out-of-time',
            operation: 'lambda:InvokeFunction',
            errorName: 'AbortError',
            message: '',
            attempts: 1,
          } as const;
          return { kind: 'lost', failure };
        },
      },
    });
    expect(exitCode).toBe(130);
  });
});
