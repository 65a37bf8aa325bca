import { describe, expect, it } from 'vitest';

import { problemStep } from '../../src/alerts/words/subscriptions-notice.ts';
import { checkLines } from '../../src/cli/check/report-text.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { doctorReport } from '../../src/doctor/report.ts';
import { doctorLines } from '../../src/doctor/text.ts';
import { accountId, region, roleName } from '../../src/model/aws-ids.ts';
import type { Verdict } from '../../src/doctor/model.ts';
import type { Notice } from '../../src/model/notice.ts';
import type { TopicProblem } from '../../src/model/subscriptions.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { sampleDigest } from '../../src/alerts/outputs/sample.ts';
import { RECEIVERS } from '../alerts/outputs/receivers.ts';
import {
  blind,
  breach,
  breaches,
  CONTEXT,
  digestOf,
  NOW,
  target,
  TOPIC,
} from '../alerts/outputs/sample-notices.ts';
import { largeReport } from '../report/sample-report.ts';
import { cliWorld } from './cli-world.ts';
import { CONFIGURATION } from './configuration.ts';
import { answered, LOST, PLAN_ID, planned, progress, run, scripted } from './run-command.ts';
import { deployedMutes, typeMute } from './run-mute-command.ts';
import { sandboxWith, subscribe } from './run-subscribe.ts';

const COMMAND = 'acme-limits';
const FILE = JSON.stringify({ ...JSON.parse(CONFIGURATION), command: COMMAND });
const names = commands.map(({ name }) => name);
const OTHER = new RegExp(
  `(?:limits-watchdog(?:\\.mjs)?|npx \\S+|npm run \\S+(?: --)?) (?:${names.join('|')})\\b`,
  'g',
);

/** Returns the commands in a text that do not have the configured name. */
function otherCommands(text: string): readonly string[] {
  return text.match(OTHER) ?? [];
}

/** Returns the commands with another name, and the expected command if the text lacks it. */
function faultsOf(text: string, verb: string): readonly string[] {
  const own = `${COMMAND} ${verb}`;
  return [...otherCommands(text), ...(text.includes(own) ? [] : [`no ${own}`])];
}

const PROBLEM: TopicProblem = {
  problem: 'no-subscriber',
  name: 'limits-alerts',
  role: 'alerts',
  topicArn: 'arn:aws:sns:eu-west-1:999999999999:limits-alerts',
  waiting: 2,
  pending: [],
  missing: ['ops@example.com'],
};
const SUBSCRIPTIONS: Notice = {
  id: breach().id,
  at: NOW,
  kind: 'subscriptions',
  problems: [PROBLEM],
  count: 1,
};

describe('with command: acme-limits', () => {
  const context = { ...CONTEXT, command: COMMAND };

  it.each(RECEIVERS.filter(({ output }) => output !== 'sms'))(
    'no other command is in a message: $output',
    ({ output, receive }) => {
      const digests = [
        digestOf(breach({ target: target('dev') })),
        digestOf(blind()),
        breaches(20),
        sampleDigest('all', TOPIC, NOW),
        digestOf(SUBSCRIPTIONS),
      ];
      const [first = '', ...others] = digests.map((digest) =>
        receive(digest, context)
          .map(({ text }) => text)
          .join('\n'),
      );
      for (const text of [first, ...others]) expect(otherCommands(text)).toEqual([]);
      expect(output === 'json' || first.includes(`${COMMAND} prune dev`)).toBe(true);
    },
  );

  it('no other command is in the steps for a subscription', () => {
    expect(faultsOf(problemStep(PROBLEM, COMMAND), 'subscribe')).toEqual([]);
  });

  it('no other command is on the page, or in the next steps of check', () => {
    const report = { ...largeReport(20, 2), command: COMMAND };
    expect(
      faultsOf(
        reportPage(report, () => ''),
        'prune',
      ),
    ).toEqual([]);
    expect(faultsOf(checkLines(report).join('\n'), 'prune')).toEqual([]);
  });

  it('no other command is in the output of doctor', () => {
    const verdicts: readonly Verdict[] = [
      { state: 'problem', fact: 'subscriptions', topic: PROBLEM },
      { state: 'problem', fact: 'mute-matches-nothing', covers: 'dev', owner: 'ana', id: 'm-1' },
    ];
    const account = { id: accountId('222222222222'), name: 'dev' };
    const report = doctorReport(
      verdicts.map((verdict) => ({ account, subject: 'mutes', verdict })),
      {
        askedBy: 'watch',
        command: COMMAND,
        deployment: 'limits-watchdog',
        tooling: { account: accountId('111111111111'), region: region('eu-west-1') },
        readRole: roleName('limits-watchdog-read'),
        pruneRole: roleName('limits-watchdog-prune'),
        bucket: 'state',
        granted: () => undefined,
      },
      { runId: 'run', worst: 'problem' },
    );
    const text = doctorLines(report).join('\n');
    expect(faultsOf(text, 'subscribe')).toEqual([]);
    expect(faultsOf(text, 'unmute m-1')).toEqual([]);
  });

  it.each([
    ['validate', ['validate'], undefined],
    ['targets', ['targets', '--account', 'dev'], 'doctor --account dev'],
    ['cost', ['cost'], 'cost --help'],
    ['init', ['init', '--dry-run', ...initFlags()], 'validate'],
    ['help', ['--help'], 'init'],
    ...names.map((name) => [`${name} --help`, [name, '--help'], name] as const),
    ...['plan', 'apply', 'show', 'list', 'status'].map(
      (name) => [`prune ${name}`, ['prune', name, '--help'], `prune ${name}`] as const,
    ),
    ['prune', ['prune'], 'prune plan dev'],
    ['a plan by a flag of before', ['prune', 'apply', '--plan', 'x'], 'prune apply PLANID'],
  ] as const)('no other command is in what %s writes', async (_name, args, verb) => {
    const { world, out, err } = cliWorld({ files: { 'watchdog.yml': FILE } });
    await runProgram([...args], commands, world);
    const text = [...out, ...err].join('\n');
    expect(verb === undefined ? otherCommands(text) : faultsOf(text, verb)).toEqual([]);
  });

  const kept = {
    versions: 3,
    groups: [
      {
        code: 'alias',
        why: 'an alias',
        versions: [{ region: 'eu-west-1', functionName: 'orders', version: '7' }],
        moreVersions: 2,
      },
    ],
  };

  it.each([
    ['plan', ['plan', 'dev'], [`prune apply ${PLAN_ID}`, `prune show ${PLAN_ID} --kept`]],
    ['apply without a terminal', ['apply', 'dev'], ['prune plan dev', 'prune apply PLANID']],
    ['apply that is lost', ['apply', PLAN_ID, '--confirm', 'dev'], [`prune apply ${PLAN_ID}`]],
    ['status', ['status'], [`prune apply ${PLAN_ID}`, 'prune list']],
    ['status of no plan', ['status', 'x'], ['prune list']],
  ] as const)('no other command is in what prune %s writes', async (_name, args, verbs) => {
    const world = scripted(({ kind, event }) => {
      if ('confirm' in event) return LOST;
      if (kind === 'prune') return answered(progress('goes-on', 3));
      if ('list' in event) return answered(listed());
      return answered(planned({ inUse: kept }));
    });
    const { out, err } = await run([...args], world, {}, FILE);
    for (const verb of verbs) expect(faultsOf([...out, ...err].join('\n'), verb)).toEqual([]);
  });

  it('no other command is in the output of mutes and subscribe', async () => {
    const args = ['mute', 'staging', '--until', '3d', '--reason', 'migration'];
    const muted = await typeMute(deployedMutes(), args, 'ana', { command: COMMAND });
    expect(faultsOf([...muted.out, ...muted.err].join('\n'), 'unmute m-')).toEqual([]);
    const { out, err } = await subscribe(sandboxWith(), [], { command: COMMAND });
    expect(faultsOf([...out, ...err].join('\n'), 'doctor')).toEqual([]);
  });
});

describe('where the configuration has no command', () => {
  it.each([
    ['no file', {}, []],
    ['no setting', { 'watchdog.yml': CONFIGURATION }, []],
    ['one that is refused', { 'watchdog.yml': 'command: "$(id)"' }, []],
    ['a file that is no YAML', { 'watchdog.yml': 'command: [' }, []],
    ['another deployment', { 'watchdog.yml': FILE }, ['--deployment', 'x']],
  ] as const)('help has the usual one: %s', async (_name, files, args) => {
    const { world, out } = cliWorld({ files });
    await runProgram(['check', ...args, '--help'], commands, world);
    expect(out.join('\n')).toContain('$ limits-watchdog check');
  });

  it('the file that the arguments name is used', async () => {
    const files = { 'staging.yml': `command: 'node ./acme.cjs'\n` };
    for (const args of [['--config', 'staging.yml'], ['--config=staging.yml']]) {
      const { world, out } = cliWorld({ files });
      await runProgram(['check', ...args, '--help'], commands, world);
      expect(out.join('\n')).toContain('$ node ./acme.cjs check');
    }
  });
});

function initFlags(): readonly string[] {
  return '--tooling-account 111111111111 --region eu-west-1 --account 222222222222:dev:nonprod --regions eu-west-1'.split(
    ' ',
  );
}

function listed() {
  return {
    state: 'listed',
    notRead: 0,
    plans: [{ planId: PLAN_ID, madeAt: '2026-11-22T06:00:00Z', state: 'begun' }],
  };
}
