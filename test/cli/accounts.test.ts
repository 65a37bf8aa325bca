import { readFile } from 'node:fs/promises';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { describeFaults } from '../../src/config/faults.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import type { OrganizationWorld } from '../sandbox/world/organization.ts';
import { START } from '../watch/run-watch.ts';
import { instant } from '../../src/model/time.ts';
import { cliWorld } from './cli-world.ts';

const MANAGEMENT = '999999999999';
const ORGANIZATION: OrganizationWorld = {
  management: MANAGEMENT,
  members: [
    { id: '222222222222', name: 'shop', ou: ['Workloads', 'Dev'] },
    { id: '333333333333', name: 'shop-dev', ou: ['Live'] },
    { id: '444444444444', name: 'billing', tags: { Environment: 'test' } },
    { id: '555555555555', name: 'true' },
    { id: '666666666666', name: "o'brien: \u001b[31m# dev\n- id: x" },
    { id: '777777777777', name: 'old', state: 'SUSPENDED' },
  ],
};

async function run(
  args: readonly string[],
  organization: OrganizationWorld | undefined = ORGANIZATION,
  account = MANAGEMENT,
) {
  const sandbox = createSandbox(
    {
      accounts: [
        {
          id: account,
          name: 'person',
          roles: [{ name: 'person', trust: TRUST, policies: [ALLOWED] }],
        },
      ],
      ...(organization !== undefined && { organization }),
    },
    { clock: virtualClock(START) },
  );
  const { world, out, err } = cliWorld({
    world: {
      http: sandbox.requestHandler(),
      clock: {
        now: () => instant(sandbox.clock.now()),
        sleep: (ms, signal) => sandbox.clock.sleep(ms, signal),
      },
      credentials: async () => sandbox.credentialsOf({ account, role: 'person' }),
    },
  });
  const exitCode = await runProgram(['accounts', ...args], commands, world);
  return { exitCode, out: out.join('\n'), err: err.join('\n') };
}

const TRUST = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  },
};
const ALLOWED = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'organizations:List*', Resource: '*' },
};

describe('limits-watchdog accounts', () => {
  it('writes active accounts as configuration, and marks each stage as a guess', async () => {
    const { exitCode, out } = await run([]);
    expect(exitCode).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "# 5 active accounts of the organisation. Every stage is a guess: check each line,
      # since accounts with stage nonprod can be pruned.
      accounts:
        - id: '222222222222'
          name: shop
          stage: nonprod # guessed from the OU /Workloads/Dev, check it
        - id: '333333333333'
          name: shop-dev
          stage: prod # guessed from the OU /Live, check it
        - id: '444444444444'
          name: billing
          stage: nonprod # guessed from the tag Environment = test, check it
        - id: '555555555555'
          name: 'true'
          # stage: prod or nonprod? Nothing says which; write it.
        - id: '666666666666'
          name: 'o''brien: ?[31m# dev?- id: x'
          stage: nonprod # guessed from the name, check it
      # Not active, so left out:
      # - 777777777777 old (SUSPENDED)"
    `);
  });

  it('writes a file that is valid once a person has added the missing stages', async () => {
    const { out } = await run([]);
    const head = `tooling: { account: '111111111111', region: eu-west-1 }
role: { externalId: some-external-id }
alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }
regions: [eu-west-1]
`;
    const limits = catalogue.map(({ definition }) => definition);
    const asWritten = parseConfiguration(`${head}${out}\n`, limits);
    expect(asWritten.ok ? '' : describeFaults(asWritten.faults, 'f')).toContain(
      'stage: is missing',
    );
    const completed = out.replaceAll(/ {4}# stage: .*/g, '    stage: prod');
    const parsed = parseConfiguration(`${head}${completed}\n`, limits);
    expect(parsed).toMatchObject({ ok: true });
    expect(parsed.ok && parsed.configuration.accounts.map(({ id }) => id)).toEqual([
      '222222222222',
      '333333333333',
      '444444444444',
      '555555555555',
      '666666666666',
    ]);
  });

  it('answers --json by its schema', async () => {
    const { out } = await run(['--json']);
    const answer: unknown = JSON.parse(out);
    const schema = new URL('../../docs/schemas/accounts.schema.json', import.meta.url);
    const validate = new Ajv2020().compile(JSON.parse(await readFile(schema, 'utf8')));
    expect(validate(answer) ? [] : validate.errors).toEqual([]);
    expect(answer).toMatchObject({
      leftOut: [{ id: '777777777777', name: 'old', state: 'SUSPENDED' }],
    });
    const refused: unknown = JSON.parse((await run(['--json'], undefined)).out);
    expect(validate(refused)).toBe(true);
  });

  it('says in one sentence why listing is denied', async () => {
    const member = await run([], ORGANIZATION, '222222222222');
    expect(member).toMatchObject({ exitCode: 1, out: '' });
    expect(member.err).toContain(
      'These credentials may not list the organisation; use some of its management account, or of an account that its delegation policy allows',
    );
    const alone = await run([], { ...ORGANIZATION, management: '111111111111', members: [] });
    expect(alone).toMatchObject({ exitCode: 1, out: '' });
    expect(alone.err).toContain('is in no organisation');
  });
});
