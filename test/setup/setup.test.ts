import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';

import { readTemplate } from '../sandbox/cloudformation/read-template.ts';
import { awsIn, FILE, FOUND, operations, printed, SECRET } from './run-setup.ts';
import { awsWords, parametersOf, valuesOf } from './shell-words.ts';

describe('limits-watchdog setup', () => {
  it('prints all steps again, with the values of the file but without the external id', async () => {
    const { lines } = await printed(FILE);
    expect(lines).not.toContain(SECRET);
    expect(lines).not.toContain('redacted');
    const words = await awsIn(FILE);
    expect(operations(words)).toEqual([
      'create-stack-set payments-read-role',
      'create-stack-instances payments-read-role',
      'create-stack-instances payments-read-role',
      'create-stack-instances payments-read-role',
      'create-stack-set payments-prune-role',
      'create-stack-instances payments-prune-role',
      'create-stack-instances payments-prune-role',
      'create-stack',
    ]);
    expect(parametersOf(valuesOf(words[0] ?? [], '--parameters'))).toEqual({
      ToolingAccountId: '111111111111',
      ExternalId: SECRET,
      OrganizationId: 'o-a1b2c3d4e5',
      WatchRoleName: 'payments-watch',
      PlanFunctionRoleName: 'payments-plan-function',
      PruneRoleName: 'payments-prune',
      RoleName: 'payments-read',
      RolePath: '/operations/',
    });
    const instances = words.filter((one) => one[1] === 'create-stack-instances');
    expect(
      instances.map((one) => [
        valuesOf(one, '--deployment-targets')[0]?.split('Accounts=')[1],
        parametersOf(valuesOf(one, '--parameter-overrides')),
      ]),
    ).toEqual([
      ['222222222222', { PlanEvidence: 'true', ReadLayers: 'true' }],
      ['333333333333', { PlanEvidence: 'true' }],
      ['444444444444,555555555555', {}],
      ['222222222222', { PruneLayers: 'true' }],
      ['333333333333', {}],
    ]);
  });

  it('does not let one failing account stop the others, in each command', async () => {
    for (const args of [[], ['--upgrade'], ['--account', '333333333333']]) {
      const words = await awsIn(FILE, args);
      const operating = words.filter(([, name = '']) => /^update-stack-set|instances$/.test(name));
      expect(operating.length).toBeGreaterThan(0);
      for (const one of operating) {
        expect(valuesOf(one, '--operation-preferences')).toEqual([
          'MaxConcurrentPercentage=100,FailureTolerancePercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE',
        ]);
      }
    }
  });

  it('reads the external id from the file or, if it cannot, from the terminal', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-setup-'));
    try {
      for (const quotes of [SECRET, `'${SECRET}'`, `"${SECRET}"`]) {
        const text = stringify(FILE).replace(SECRET, quotes);
        await writeFile(join(directory, 'watchdog.yml'), text);
        const { shell } = await printed(text);
        const [first = ''] = shell.split('\n').filter((line) => line.startsWith('EXTERNAL_ID='));
        const script = `${first}\nprintf %s "$EXTERNAL_ID"`;
        const { stdout } = await promisify(execFile)('bash', ['-euc', script], { cwd: directory });
        expect(stdout).toBe(SECRET);
      }
    } finally {
      await rm(directory, { recursive: true });
    }
    expect((await printed(JSON.stringify(FILE))).shell).toContain('read -r EXTERNAL_ID');
  });

  it('prints commands that the shell refuses when the external id is not set', async () => {
    const { shell } = await printed(FILE);
    const aws = shell.split(/\n(?=\S)/).filter((one) => one.includes('create-stack-set'));
    await expect(awsWords(aws)).rejects.toThrow('EXTERNAL_ID');
  });

  it('prints what one new account needs, and a prune role only where it may be pruned', async () => {
    expect(operations(await awsIn(FILE, ['--account', '333333333333']))).toEqual([
      'create-stack-instances payments-read-role',
      'create-stack-instances payments-prune-role',
    ]);
    for (const id of ['444444444444', '555555555555']) {
      expect(operations(await awsIn(FILE, ['--account', id]))).toEqual([
        'create-stack-instances payments-read-role',
      ]);
    }
    expect((await printed(FILE, ['--account', '333333333333'])).lines).toContain(
      'doctor --account 333333333333',
    );
  });

  it.each([
    [['--account', '999999999999'], '999999999999 is not in watchdog.yml; add it there'],
    [['--account', 'dev'], 'is no id; write its 12 digits'],
    [['--account', '333333333333', '--upgrade'], 'exclude each other'],
  ])('answers %j with one sentence', async (args, sentence) => {
    const { exitCode, err, lines } = await printed(FILE, args);
    expect({ exitCode, lines }).toEqual({ exitCode: 1, lines: '' });
    expect(err).toContain(sentence);
  });

  it('deploys the read role of discovered accounts automatically, never the prune role', async () => {
    const words = await awsIn(FOUND);
    const automatic = words.map((one) => [
      operations([one])[0],
      valuesOf(one, '--auto-deployment').join(),
    ]);
    expect(automatic).toEqual([
      ['create-stack-set payments-read-role', 'Enabled=true,RetainStacksOnAccountRemoval=false'],
      ['create-stack-instances payments-read-role', ''],
      ['update-stack-instances payments-read-role', ''],
      ['create-stack-set payments-prune-role', 'Enabled=false'],
      ['create-stack-instances payments-prune-role', ''],
      ['create-stack', ''],
      ['put-resource-policy', ''],
    ]);
    expect(valuesOf(words[1] ?? [], '--deployment-targets')).toEqual([
      'OrganizationalUnitIds=r-root',
    ]);
    const { lines } = await printed(FOUND, ['--account', '999999999999']);
    expect(lines).toContain('It is not listed, so it gets no prune role');
    expect(lines).not.toContain('aws cloudformation');
  });
});

describe('the commands of a removal', () => {
  it('begin with the stack of the tooling account and end with bucket and topics, without the external id', async () => {
    const { lines, exitCode } = await printed(FILE, ['--remove']);
    expect(exitCode).toBe(0);
    expect(lines).not.toMatch(/EXTERNAL_ID|sed /);
    expect(lines.split('\n').filter((line) => /^# \d/.test(line))).toEqual([
      '# 1. The stack of the tooling account 111111111111',
      '# 2. The prune role in every account',
      '# 3. The read role in every account',
      '# 4. The management account, if it has a stack of its own',
      '# 5. The state bucket payments-state-111111111111-eu-west-1',
      '# 6. The topics, with their subscriptions',
    ]);
  });

  it('keep resources that existed before the stack', async () => {
    const deploy = { existingStateBucket: true, existingTopics: ['payments-alerts'] };
    const { shell } = await printed({ ...FILE, deploy }, ['--remove']);
    expect(shell).not.toContain('s3api');
    expect(shell.match(/sns delete-topic.*/g)).toEqual([
      'sns delete-topic --region eu-west-1 --topic-arn arn:aws:sns:eu-west-1:111111111111:payments-health',
    ]);
  });

  it('are those of the whole deployment', async () => {
    const { exitCode, err } = await printed(FILE, ['--remove', '--upgrade']);
    expect(exitCode).toBe(1);
    expect(err).toContain('--remove is for the whole deployment');
  });
});

describe('the Region and the caller of the StackSets', () => {
  const regionsOf = async (file: object) => {
    const [first = [], second = []] = await awsIn(file);
    return [valuesOf(first, '--region')[0], valuesOf(second, '--regions')[0]];
  };
  const optIn = {
    ...FILE,
    tooling: { account: '111111111111', region: 'eu-south-1' },
    alerts: { topicArn: 'arn:aws:sns:eu-south-1:111111111111:payments-alerts' },
  };

  it('are the tooling Region, or the first watched Region that every account has', async () => {
    expect(await regionsOf(FILE)).toEqual(['eu-west-1', 'eu-west-1']);
    const regions = ['eu-south-1', 'eu-central-1', 'eu-west-1'];
    expect(await regionsOf({ ...optIn, regions })).toEqual(['eu-central-1', 'eu-central-1']);
    expect(await regionsOf({ ...optIn, regions: ['eu-south-1'] })).toEqual([
      'eu-south-1',
      'eu-south-1',
    ]);
    const deploy = { stackSets: { region: 'us-east-1' } };
    expect(await regionsOf({ ...FILE, deploy })).toEqual(['us-east-1', 'us-east-1']);
  });

  it.each([
    [{ ...FILE, deploy: { stackSets: { callAs: 'delegated-admin' } } }, []],
    [FILE, ['--call-as', 'delegated-admin']],
    [FOUND, ['--call-as', 'delegated-admin', '--upgrade']],
  ])('are those of a delegated administrator in each command for StackSets', async (file, args) => {
    const words = await awsIn(file, args);
    const ofSets = words.filter((one) => one.includes('--stack-set-name'));
    expect(ofSets.length).toBeGreaterThan(1);
    for (const one of ofSets) expect(valuesOf(one, '--call-as')).toEqual(['DELEGATED_ADMIN']);
  });

  it('are those of the organisation only if it creates the roles', async () => {
    const deploy = { stackSets: { permissions: 'self-managed' } };
    const words = await awsIn({ ...FILE, deploy });
    expect(operations(words)).not.toContain('create-stack');
    expect(words.flatMap((one) => valuesOf(one, '--accounts'))).toContain('222222222222');
    expect((await printed({ ...FILE, deploy }, ['--call-as', 'delegated-admin'])).err).toContain(
      'there is no delegated administrator',
    );
  });
});

describe('the commands of an upgrade', () => {
  it('name every parameter of the templates, and keep values that the file does not have', async () => {
    const words = await awsIn(FILE, ['--upgrade']);
    const updates = words.filter(([, name = '']) => /^update-stack(?:-set)?$/.test(name));
    expect(updates).toHaveLength(3);
    for (const one of updates) {
      const [template = ''] = valuesOf(one, '--template-body');
      const declared = readTemplate(await readFile(template.replace('file://', ''), 'utf8'));
      const said = valuesOf(one, '--parameters');
      const names = said.map((word) => /ParameterKey=(\w+)/.exec(word)?.[1] ?? '');
      expect(names.toSorted()).toEqual(Object.keys(declared.parameters).toSorted());
      expect(said).toContain('ParameterKey=ExternalId,UsePreviousValue=true');
      expect(said).toContain('ParameterKey=PermissionsBoundary,UsePreviousValue=true');
      expect(said).toContain('ParameterKey=OrganizationId,ParameterValue=o-a1b2c3d4e5');
      expect(said).toContain('ParameterKey=RolePath,ParameterValue=/operations/');
    }
  });

  it('give the roles a new external id only with both flags', async () => {
    const [read = []] = await awsIn(FILE, ['--upgrade', '--new-external-id']);
    expect(valuesOf(read, '--parameters')).toContain(
      `ParameterKey=ExternalId,ParameterValue="${SECRET}"`,
    );
    expect((await printed(FILE, ['--new-external-id'])).err).toContain('goes with --upgrade');
  });

  it('keep an organisation, a name and a path that the file does not have', async () => {
    const { deployment: _name, ...rest } = FILE;
    const [read = []] = await awsIn({ ...rest, role: { externalId: SECRET } }, ['--upgrade']);
    const said = valuesOf(read, '--parameters');
    for (const name of ['OrganizationId', 'RoleName', 'RolePath', 'WatchRoleName']) {
      expect(said).toContain(`ParameterKey=${name},UsePreviousValue=true`);
    }
  });

  it('set the overrides of single accounts to the values of the file, and never to an empty list', async () => {
    const words = await awsIn(FILE, ['--upgrade']);
    const instances = words.filter((one) => one[1] === 'update-stack-instances');
    expect(instances.map((one) => parametersOf(valuesOf(one, '--parameter-overrides')))).toEqual([
      { PlanEvidence: 'true', ReadLayers: 'true' },
      { PlanEvidence: 'true' },
      { PlanEvidence: 'false' },
      { PruneLayers: 'true' },
      { PruneLayers: 'false' },
    ]);
  });
});
