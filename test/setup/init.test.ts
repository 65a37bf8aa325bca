import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { catalogue } from '../../src/limits/catalogue.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { faultsOf } from '../../src/cli/init/validate-answers.ts';
import { configurationFile } from '../../src/setup/configuration-file.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { initialised } from './run-init.ts';

const SECRET = '0123456789abcdef0123456789abcdef';
const FLAGS = [
  '--tooling-account=111111111111',
  '--region=eu-west-1',
  '--account=222222222222:dev:nonprod',
  '--account=555555555555:prod:prod',
  '--regions=eu-west-1,us-east-1',
];
const LIMITS = catalogue.map(({ definition }) => definition);

describe('limits-watchdog init with flags', () => {
  it('writes a file without faults, and says where the external id is without showing it', async () => {
    const { exitCode, files, err, out } = await initialised(FLAGS);
    expect(exitCode).toBe(0);
    const text = files.get('watchdog.yml') ?? '';
    expect(parseConfiguration(text, LIMITS)).toMatchObject({
      ok: true,
      configuration: { role: { externalId: SECRET }, deployment: 'limits-watchdog' },
    });
    expect(err).toEqual([
      'A new external id is in watchdog.yml under role.externalId, and in the commands that make the roles. Keep both as you keep a password.',
    ]);
    expect(out[0]).toBe('Wrote watchdog.yml: limits-watchdog, 2 accounts, 2 Regions.');
    const withSecret = out.filter((line) => line.includes(SECRET));
    expect(withSecret.every((line) => line.startsWith('aws cloudformation create-'))).toBe(true);
    expect(text).toMatchInlineSnapshot(`
      "# yaml-language-server: $schema=./docs/schemas/watchdog.schema.json
      #
      # What limits-watchdog watches. Check it with: limits-watchdog validate
      # Account ids are in quotes, or YAML reads them as numbers and drops leading zeros.

      # Where the watchdog runs, and what it is called in messages, metrics and role names.
      deployment: limits-watchdog
      tooling:
        account: '111111111111'
        region: eu-west-1

      # The read role in every account below. The external id is shared with its trust policy: treat it
      # like a password, and change it in the stacks when you change it here.
      role:
        externalId: '0123456789abcdef0123456789abcdef'

      # In the tooling account and Region. Who receives alerts, and who is alerted when the watchdog itself has
      # a problem: list them, then run limits-watchdog subscribe.
      alerts:
        topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts'
        # emails: [ops@example.com]
      # health: { emails: [on-call@example.com] }

      # Regions of every account that does not name its own.
      regions:
        - eu-west-1
        - us-east-1

      # nonprod accounts can be pruned on demand; accounts with stage prod never are. An account may have
      # regions, thresholds and limits of its own.
      accounts:
        - id: '222222222222'
          name: dev
          stage: nonprod

        - id: '555555555555'
          name: prod
          stage: prod

      # What is not here has a default: thresholds (warn at 80 %, critical at 90 %), the ceiling of old
      # versions (1,000 per account and Region), routes, mutes, exceptions. watchdog.example.yml shows them all.
      "
    `);
  });

  it('prints the remaining steps', async () => {
    const { out } = await initialised(FLAGS);
    expect(out.slice(2).join('\n')).toMatchInlineSnapshot(`
      "Next steps, from the root of this repository:

      # 1. The read role in every account
      #    With credentials of the management account. For a delegated administrator for StackSets set deploy.stackSets.callAs: delegated-admin in the configuration; the command setup then prints these with --call-as DELEGATED_ADMIN.
      #    Trusted access for StackSets must be on: aws cloudformation activate-organizations-access.
      aws cloudformation create-stack-set \\
        --region eu-west-1 \\
        --stack-set-name limits-watchdog-read-role \\
        --template-body file://src/stacks/member-read-role.yml \\
        --capabilities CAPABILITY_NAMED_IAM \\
        --managed-execution Active=true \\
        --permission-model SERVICE_MANAGED \\
        --auto-deployment Enabled=false \\
        --parameters ParameterKey=ToolingAccountId,ParameterValue=111111111111 ParameterKey=ExternalId,ParameterValue=0123456789abcdef0123456789abcdef
      aws cloudformation create-stack-instances \\
        --region eu-west-1 \\
        --stack-set-name limits-watchdog-read-role \\
        --regions eu-west-1 \\
        --deployment-targets OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)",AccountFilterType=INTERSECTION,Accounts=222222222222 \\
        --operation-preferences MaxConcurrentPercentage=100,FailureTolerancePercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE \\
        --parameter-overrides ParameterKey=PlanEvidence,ParameterValue=true
      aws cloudformation create-stack-instances \\
        --region eu-west-1 \\
        --stack-set-name limits-watchdog-read-role \\
        --regions eu-west-1 \\
        --deployment-targets OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)",AccountFilterType=INTERSECTION,Accounts=555555555555 \\
        --operation-preferences MaxConcurrentPercentage=100,FailureTolerancePercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE

      # 2. The prune role in non-production accounts
      #    Leave it out where nothing is to be pruned. Production accounts must not have it; the template refuses the stage prod.
      aws cloudformation create-stack-set \\
        --region eu-west-1 \\
        --stack-set-name limits-watchdog-prune-role \\
        --template-body file://src/stacks/member-prune-role.yml \\
        --capabilities CAPABILITY_NAMED_IAM \\
        --managed-execution Active=true \\
        --permission-model SERVICE_MANAGED \\
        --auto-deployment Enabled=false \\
        --parameters ParameterKey=Stage,ParameterValue=nonprod ParameterKey=ToolingAccountId,ParameterValue=111111111111 ParameterKey=ExternalId,ParameterValue=0123456789abcdef0123456789abcdef
      aws cloudformation create-stack-instances \\
        --region eu-west-1 \\
        --stack-set-name limits-watchdog-prune-role \\
        --regions eu-west-1 \\
        --deployment-targets OrganizationalUnitIds="$(aws organizations list-roots --query 'Roots[0].Id' --output text)",AccountFilterType=INTERSECTION,Accounts=222222222222 \\
        --operation-preferences MaxConcurrentPercentage=100,FailureTolerancePercentage=100,ConcurrencyMode=SOFT_FAILURE_TOLERANCE

      # 3. The management account, if it is one of the accounts
      #    A service-managed StackSet makes no stack there, so it needs one of its own, with credentials of that account.
      aws cloudformation create-stack \\
        --region eu-west-1 \\
        --stack-name limits-watchdog-read-role \\
        --template-body file://src/stacks/member-read-role.yml \\
        --capabilities CAPABILITY_NAMED_IAM \\
        --parameters ParameterKey=ToolingAccountId,ParameterValue=111111111111 ParameterKey=ExternalId,ParameterValue=0123456789abcdef0123456789abcdef

      # 4. The watchdog itself, in account 111111111111
      #    With credentials of that account.
      npm run package
      npx osls deploy --package .serverless --stage live --region eu-west-1

      # 5. Who receives alerts
      #    List addresses under alerts.emails and health.emails in the configuration first; each has to confirm with the link that AWS sends. With credentials of the tooling account.
      limits-watchdog subscribe

      # 6. A test message, when the addresses are confirmed
      #    With credentials of the tooling account. It measures nothing.
      aws lambda invoke --region eu-west-1 --function-name limits-watchdog-watch \\
        --cli-binary-format raw-in-base64-out --payload '{"test": true}' answer.json

      # 7. Is everything in place?
      limits-watchdog doctor

      # 8. A first run, which sends the alerts that waited for a confirmed address
      #    With credentials of the tooling account. It takes up to 15 minutes; without it the next run of the schedule sends it.
      AWS_MAX_ATTEMPTS=1 aws lambda invoke --region eu-west-1 --function-name limits-watchdog-watch \\
        --cli-read-timeout 910 answer.json"
    `);
  });

  it('shows the file and writes nothing with --dry-run, also when the file exists', async () => {
    const { exitCode, files, out, err } = await initialised([...FLAGS, '--dry-run'], {
      files: { 'watchdog.yml': 'mine' },
    });
    expect({ exitCode, file: files.get('watchdog.yml') }).toEqual({ exitCode: 0, file: 'mine' });
    expect(out[0]).toContain("id: '222222222222'");
    expect(err).toEqual([
      'Nothing was written. A new external id is in the file and the commands shown; each run makes another unless --external-id gives one.',
    ]);
  });

  it('gives one JSON document with the commands', async () => {
    const { out, files } = await initialised([...FLAGS, '--json', '--config=setup/w.yml']);
    const document = JSON.parse(out.join('\n'));
    expect(document).toMatchObject({
      version: 1,
      kind: 'limits-watchdog.init',
      outcome: 'done',
      file: 'setup/w.yml',
      written: true,
      toolingAccount: '111111111111',
    });
    expect(document.text).toBe(files.get('setup/w.yml'));
    expect(document.steps.length).toBeGreaterThan(4);
    expect(document.messages.join('\n')).not.toContain(SECRET);
  });

  it('refuses to write over a file', async () => {
    const { exitCode, files, out, err } = await initialised(FLAGS, {
      files: { 'watchdog.yml': 'mine' },
    });
    expect({ exitCode, out, file: files.get('watchdog.yml') }).toEqual({
      exitCode: 4,
      out: [],
      file: 'mine',
    });
    expect(err).toEqual([
      'watchdog.yml is there already and was left as it is; edit it, rename it to begin again, or name another file with --config.',
    ]);
  });

  it('refuses an external id that anybody can read in an example', async () => {
    const id = 'replace-with-your-own-external-id';
    const { exitCode, err, files } = await initialised([...FLAGS, `--external-id=${id}`]);
    expect({ exitCode, files: files.size }).toEqual({ exitCode: 1, files: 0 });
    expect(err).toEqual([
      '--external-id: is the placeholder of an example, which anybody can read; give one of your own, such as the command init makes',
    ]);
  });

  it('reports missing flags instead of waiting when there is no terminal', async () => {
    const { exitCode, err, files } = await initialised(['--region=eu-west-1']);
    expect({ exitCode, files: files.size }).toEqual({ exitCode: 1, files: 0 });
    expect(err).toEqual([
      'There is no terminal to ask in, so these are needed as flags: --tooling-account, --account id:name:stage.',
    ]);
  });

  it.each([
    [
      ['--account=2222-2222-2222:qa:nonprod'],
      '--account: "2222-2222-2222" is an account id with dashes or spaces; write 222222222222',
    ],
    [
      ['--account=22222222222:qa:nonprod'],
      '--account: "22222222222" has 11 digits, and an account id has 12: leading zeros count (did you mean 022222222222?)',
    ],
    [
      ['--account=mine:qa:nonprod'],
      '--account: "mine" is not an account id; write its 12 digits, such as 222222222222',
    ],
    [['--account=qa'], '--account: "qa" is not id:name:stage, such as 222222222222:dev:nonprod'],
    [
      ['--account=333333333333:DEV:nonprod'],
      '--account: name of 333333333333: "DEV" is already the name of 222222222222; give each account a name of its own',
    ],
    [
      ['--account=222222222222:qa:nonprod'],
      '--account: id of 222222222222: "222222222222" is already the id of 222222222222; keep one of the two accounts',
    ],
    [
      ['--account=333333333333:qa:production'],
      '--account: stage of 333333333333: "production" is not accepted; give prod or nonprod (did you mean prod?)',
    ],
    [
      ['--account=333333333333::nonprod'],
      '--account: name of 333333333333: "" is not accepted; give a name of 1 to 64 printable characters, without spaces at its ends',
    ],
    [
      ['--regions=eu-wset-1'],
      '--regions: "eu-wset-1" is not a known Region; correct it, or list it in extraRegions if AWS has opened it since (did you mean eu-west-1?)',
    ],
    [
      ['--regions=cn-north-1'],
      '--regions: cn-north-1 is in the partition aws-cn and tooling.region eu-west-1 in aws, and credentials do not cross partitions; watch it from a deployment in aws-cn',
    ],
    [
      ['--regions= , '],
      '--regions: is empty; give a list of Region codes such as [eu-west-1, us-east-1]',
    ],
    [
      ['--deployment=my watchdog'],
      '--deployment: "my watchdog" is not accepted; give 1 to 32 letters, digits and hyphens, such as limits-watchdog',
    ],
    [
      ['--topic=arn:aws:sns:us-east-1:111111111111:a'],
      '--topic: the topic is in us-east-1, not in tooling.region eu-west-1; use a topic in that Region',
    ],
    [['--external-id=two words'], '--external-id: use 2 to 1,224 letters, digits and _+=,.@:/-'],
    ...['o-a1b2c3d4e', `o-${'a'.repeat(33)}`, 'o-A1B2C3D4E5', 'r-a1b2c3d4e5'].map(
      (id): [string[], string] => [
        [`--organization-id=${id}`],
        `--organization-id: "${id}" is not the id of an organisation; write o- and its 10 to 32 small letters or digits, such as o-a1b2c3d4e5`,
      ],
    ),
  ])('answers %j with one sentence', async (more, expected) => {
    // No flag that takes one value may be given twice.
    const isAgain = (flag: string) =>
      flag.startsWith('--regions=') && more[0]?.startsWith('--regions=');
    const others = FLAGS.filter((flag) => isAgain(flag) !== true);
    const { exitCode, out, err, files } = await initialised([...others, ...more]);
    expect({ exitCode, out, files: files.size }).toEqual({ exitCode: 1, out: [], files: 0 });
    expect(err).toEqual([expected]);
  });

  it('reports all faults at once, without faults that only follow from others', async () => {
    const { err } = await initialised([
      '--tooling-account=1',
      '--region=eu-wset-1',
      '--account=x:y',
    ]);
    expect(err.map((line) => line.split(':')[0])).toEqual([
      '--account',
      '--tooling-account',
      '--region',
    ]);
  });

  it('shows nothing of an account that could disturb a terminal', async () => {
    const { err } = await initialised([...FLAGS, '--account=\u001b[2J:\u202ename:nonprod']);
    for (const mark of ['\u001b', '\u202e']) expect(err.join('\n')).not.toContain(mark);
  });

  it('reports why it cannot write', async () => {
    const made = cliWorld({ files: {} });
    const createFile = () => Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    const world = { ...made.world, createFile };
    expect(await runProgram(['init', ...FLAGS], commands, world)).toBe(1);
    expect(made.err).toEqual([
      'watchdog.yml cannot be written (EACCES); name another place with --config.',
    ]);
  });

  it('does not write over a file that appears while it works', async () => {
    const made = cliWorld({ files: {} });
    const createFile = () => Promise.reject(Object.assign(new Error('no'), { code: 'EEXIST' }));
    const world = { ...made.world, createFile };
    expect(await runProgram(['init', ...FLAGS], commands, world)).toBe(4);
  });
});

describe('limits-watchdog init at a terminal', () => {
  it('prints commands for npx when npx ran it, and sets them in the file', async () => {
    const environment = { npm_command: 'exec' };
    const { out, files } = await initialised([...FLAGS, '--deployment=spare'], { environment });
    const text = out.join('\n');
    expect(text).toContain('npx limits-watchdog subscribe');
    expect(text).not.toMatch(/(?<!npx )limits-watchdog (?:subscribe|doctor)/);
    const file = files.get('watchdog.yml') ?? '';
    expect(file).toContain("command: 'npx limits-watchdog'");
    const again = await initialised(FLAGS);
    expect(again.files.get('watchdog.yml')).not.toContain('command:');
  });

  it('asks one question after another, shows defaults, says what is wrong and asks again', async () => {
    const { exitCode, out, err, files } = await initialised([], {
      environment: { AWS_REGION: 'eu-central-1' },
      typed: [
        '1111-1111-1111',
        '111111111111',
        'eu-centrl-1',
        '',
        '',
        'eu-central-1 us-esat-1',
        'eu-central-1, us-east-1',
        '',
        'ops at example.com',
        'ops@example.com, on-call@example.com',
        'my-company',
        'o-a1b2c3d4e5',
        'dev',
        '222222222222:dev:nonprod',
        '333333333333:dev:prod',
        '333333333333:prod:prod',
        '',
        'maybe',
        'yes',
      ],
    });
    expect(exitCode).toBe(0);
    expect(err.join('\n')).toMatchInlineSnapshot(`
      "? Account that runs the watchdog (12 digits): 
      "1111-1111-1111" is an account id with dashes or spaces; write 111111111111
      ? Account that runs the watchdog (12 digits): 
      ? Region in which it runs [eu-central-1]: 
      "eu-centrl-1" is not a known Region; correct it, or list it in extraRegions if AWS has opened it since (did you mean eu-central-1?)
      ? Region in which it runs [eu-central-1]: 
      ? Name of the deployment [limits-watchdog]: 
      ? Regions to watch, in commas [eu-central-1]: 
      "us-esat-1" is not a known Region; correct it, or list it in extraRegions if AWS has opened it since (did you mean us-east-1?)
      ? Regions to watch, in commas [eu-central-1]: 
      ? SNS topic for alerts; created if it does not exist [arn:aws:sns:eu-central-1:111111111111:limits-watchdog-alerts]: 
      ? E-mail addresses for alerts, separated by commas (empty: none yet): 
      "ops" is not accepted; give an e-mail address such as ops@example.com
      ? E-mail addresses for alerts, separated by commas (empty: none yet): 
      ? Organisation that callers of the roles must belong to, such as o-a1b2c3d4e5 (empty: none): 
      "my-company" is not the id of an organisation; write o- and its 10 to 32 small letters or digits, such as o-a1b2c3d4e5
      ? Organisation that callers of the roles must belong to, such as o-a1b2c3d4e5 (empty: none): 
      ? Account to watch, as id:name:stage (stage: prod or nonprod): 
      "dev" is not id:name:stage, such as 222222222222:dev:nonprod
      ? Account to watch, as id:name:stage (stage: prod or nonprod): 
      ? Next account (empty: no more): 
      name of 333333333333: "dev" is already the name of 222222222222; give each account a name of its own
      ? Next account (empty: no more): 
      ? Next account (empty: no more): 
      ? May reviews read, in production accounts, what uses versions? They never delete (yes or no) [no]: 
      Write yes or no.
      ? May reviews read, in production accounts, what uses versions? They never delete (yes or no) [no]: 
      A new external id is in watchdog.yml under role.externalId, and in the commands that make the roles. Keep both as you keep a password."
    `);
    expect(parseConfiguration(files.get('watchdog.yml') ?? '', LIMITS)).toMatchObject({
      ok: true,
      configuration: {
        tooling: { account: '111111111111', region: 'eu-central-1' },
        alerts: { emails: ['ops@example.com', 'on-call@example.com'] },
        health: { emails: ['ops@example.com', 'on-call@example.com'] },
      },
    });
    expect(out.join('\n')).toContain('ParameterKey=ReviewEvidence,ParameterValue=true');
  });

  it.each([
    ['', 'prod', false],
    ['prod', 'prod', false],
    ['nonprod', 'nonprod', true],
  ])(
    'asks for the stage again where a name says production: %j makes it %s',
    async (second, stage, isPruned) => {
      const typed = ['', '', '222222222222:AcmeProd:nonprod', 'no', second, '', ''];
      const flags = FLAGS.filter((flag) => !flag.startsWith('--account'));
      const { exitCode, out, err, files, questions } = await initialised(
        [...flags, '--deployment=w', '--topic=arn:aws:sns:eu-west-1:111111111111:a'],
        { typed },
      );
      expect(exitCode).toBe(0);
      expect(questions.slice(3, 5)).toEqual(
        Array(2).fill(
          'The name "AcmeProd" contains the word prod. Its stage: prod, or nonprod if it carries no production [prod]: ',
        ),
      );
      expect(err).toContain('Write prod or nonprod.');
      expect(parseConfiguration(files.get('watchdog.yml') ?? '', LIMITS)).toMatchObject({
        ok: true,
        configuration: {
          accounts: [{ name: 'AcmeProd', stage, prune: { nameMisleads: isPruned } }],
        },
      });
      expect(out.some((line) => line.includes('w-prune-role'))).toBe(isPruned);
      expect(out.some((line) => line.includes('PlanEvidence'))).toBe(isPruned);
    },
  );

  it('asks only for values without a flag, and nothing when flags give all of them', async () => {
    const some = await initialised(
      FLAGS.filter((flag) => !flag.startsWith('--region=')),
      {
        typed: ['', '', '', '', ''],
      },
    );
    expect(some.questions).toEqual([
      'Region in which it runs [eu-west-1]: ',
      'Name of the deployment [limits-watchdog]: ',
      'SNS topic for alerts; created if it does not exist [arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts]: ',
      'E-mail addresses for alerts, separated by commas (empty: none yet): ',
      'Organisation that callers of the roles must belong to, such as o-a1b2c3d4e5 (empty: none): ',
    ]);
    expect((await initialised(FLAGS, { typed: [] })).questions).toEqual([]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8])(
    'writes nothing when the input ends after %i answers',
    async (count) => {
      const answers = ['111111111111', '', '', '', '', '', '', '222222222222:dev:nonprod'];
      const { exitCode, files, err } = await initialised([], { typed: answers.slice(0, count) });
      expect({ exitCode, files: files.size }).toEqual({ exitCode: 4, files: 0 });
      expect(err.at(-1)).toBe('Nothing was written.');
    },
  );

  it('is interrupted by Ctrl-C', async () => {
    const over = new AbortController();
    const made = cliWorld({ files: {}, world: { interruption: over.signal } });
    const ask = async () => {
      over.abort();
      return undefined;
    };
    const world = { ...made.world, terminal: { ...made.world.terminal, ask } };
    expect(await runProgram(['init'], commands, world)).toBe(130);
  });
});

describe('the file', () => {
  it('has every accepted answer exactly as it was typed', () => {
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        'true',
        'null',
        '0x1f',
        '1e3',
        "o'neil",
        'a: b',
        '# no',
        '- x',
        '*',
        '&a',
        '@',
        '`',
      ),
    );
    let accepted = 0;
    fc.assert(
      fc.property(name, fc.stringMatching(/^[\w+=,.@:/-]{2,40}$/), (text, externalId) => {
        const answers = {
          deployment: 'limits-watchdog',
          toolingAccount: '011111111111',
          region: 'eu-west-1',
          topicArn: 'arn:aws:sns:eu-west-1:011111111111:alerts',
          externalId,
          organizationId: '',
          regions: ['eu-west-1'],
          accounts: [{ id: '022222222222', name: text, stage: 'nonprod' }],
        };
        const file = configurationFile(answers);
        const parsed = parseConfiguration(file, LIMITS);
        expect(parsed.ok).toBe(faultsOf(answers).length === 0);
        if (!parsed.ok) return;
        accepted += 1;
        expect(parsed.configuration.accounts[0]).toMatchObject(answers.accounts[0] ?? {});
        expect(parsed.configuration.role.externalId).toBe(externalId);
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
