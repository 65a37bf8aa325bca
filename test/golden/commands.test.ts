import { readFileSync } from 'node:fs';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';

import { proveDocument } from '../../scripts/acceptance/prove/prove-document.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { documents as ofCommand } from '../../src/cli/documents/all.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from '../cli/cli-world.ts';
import { answering, ask } from '../cli/run-check.ts';
import { answered, run, scripted } from '../cli/run-command.ts';
import { sandboxWith, subscribe } from '../cli/run-subscribe.ts';
import { CONFIRMED, runProve, throwAway } from '../acceptance/prove/prove-world.ts';
import { administrator } from '../sandbox/fixtures/administrator.ts';
import { virtualClock } from '../sandbox/clock.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import {
  expectGolden,
  expectGoldenShape,
  formsOf,
  golden,
  goldenData,
  newestOf,
} from './documents.ts';
import { PLAN_ID } from './stored-run.ts';

/** Fields of the commands' documents whose texts are for people. */
const PROSE = [
  'messages',
  'text',
  'sentence',
  'why',
  'finding',
  'question',
  'title',
  'notes',
  'commands',
  'todo',
  'steps',
  'message',
  'covers',
  'problem',
  'accountsTrouble',
  'unlisted',
  'couldNotCheck',
  'notCovered',
  'progress',
  'charge',
  'what',
  'from',
];

const documents = [...ofCommand, proveDocument];

/** Returns the name of the stored form of a function's answer that a command reads. */
type Form = (name: string) => string;
type Command = (form: Form) => Promise<readonly string[]>;

async function offline(...args: readonly string[]): Promise<readonly string[]> {
  const { world, out } = cliWorld();
  await runProgram([...args, '--json'], commands, world);
  return out;
}

/** Runs a command whose function answers with a stored document. */
async function answeredBy(form: Form, name: string, ...args: readonly string[]) {
  const payload = goldenData(form(`answers/${name}.json`));
  return (await answering([...args, '--json'], { kind: 'answered', payload })).out;
}

async function pruned(form: Form, plan: string, prune: string, ...args: readonly string[]) {
  const { state: _, toApply: __, ...overview } = goldenData(newestOf('answers/plan-planned.json'));
  const world = scripted(({ kind, event }) => {
    const answer = goldenData(form(`answers/${kind}-${kind === 'plan' ? plan : prune}.json`));
    const isStatus = form === newestOf && event['status'] === true && 'counts' in answer;
    return answered(isStatus ? { ...answer, plan: overview } : answer);
  });
  return (await run([...args, '--json'], world)).out;
}

async function listed(): Promise<readonly string[]> {
  const account = '999999999999';
  const members = [
    { id: '222222222222', name: 'shop', ou: ['Workloads', 'Dev'] },
    { id: '555555555555', name: 'true' },
    { id: '777777777777', name: 'old', state: 'SUSPENDED' as const },
  ];
  const sandbox = createSandbox(
    {
      accounts: [{ id: account, name: 'person', roles: [administrator] }],
      organization: { management: account, members },
    },
    { clock: virtualClock('2026-11-22T06:00:00.000Z') },
  );
  const { world, out } = cliWorld({
    world: {
      http: sandbox.requestHandler(),
      credentials: async () => sandbox.credentialsOf({ account, role: administrator.name }),
    },
  });
  await runProgram(['accounts', '--json'], commands, world);
  return out;
}

/**
 * Runs `subscribe` with two unconfirmed addresses and one confirmed address, for a caller who is allowed these
 * actions.
 */
async function subscribed(actions?: readonly string[]): Promise<readonly string[]> {
  const confirmed = { protocol: 'email', endpoint: 'boss@example.com' } as const;
  const { out } = await subscribe(sandboxWith([confirmed], actions), ['--json']);
  return out;
}

const INIT = [
  '--tooling-account=111111111111',
  '--region=eu-west-1',
  '--account=222222222222:dev:nonprod',
  '--config=new.yml',
];

const MUTE = ['--until', 'friday', '--reason', 'known', '--by', 'ana'];

const REVIEW_ID = 'review-20261122T060000Z-0123456789abcdef';

/** Every result of every command: the name of its document, and the code that writes it. */
const COMMANDS: Readonly<Record<string, Command>> = {
  init: () => offline('init', ...INIT),
  'init.refused': () => offline('init'),
  setup: () => offline('setup'),
  'setup.failed': () => offline('setup', '--account', 'dev'),
  validate: () => offline('validate'),
  'validate.failed': () => offline('validate', '--config', 'nope.yml'),
  cost: () => offline('cost'),
  'cost.failed': () => offline('cost', '--config', 'nope.yml'),
  limits: () => offline('limits'),
  targets: () => offline('targets'),
  'targets.failed': () => offline('targets', '--account', 'missing'),
  accounts: () => listed(),
  subscribe: () => subscribed(),
  'subscribe.failed': () => subscribed(['sns:ListSubscriptionsByTopic']),
  mute: (form) => answeredBy(form, 'mute-muted', 'mute', 'staging', ...MUTE),
  'mute.refused': (form) => answeredBy(form, 'mute-refused', 'mute', 'stagin', ...MUTE),
  mutes: (form) => answeredBy(form, 'mute-listed', 'mutes'),
  unmute: (form) => answeredBy(form, 'mute-unmuted', 'unmute', 'm-400000', '--by', 'ana'),
  'prune.planned': (form) => pruned(form, 'planned', 'no-plan', 'plan', 'dev'),
  'prune.plan-refused': (form) => pruned(form, 'refused', 'no-plan', 'plan', 'dev'),
  'prune.done': (form) => pruned(form, 'planned', 'finished', 'apply', PLAN_ID, '--confirm', 'dev'),
  'prune.skipped': (form) =>
    pruned(form, 'planned', 'skipped', 'apply', PLAN_ID, '--confirm', 'dev'),
  'prune.declined': (form) =>
    pruned(form, 'planned', 'finished', 'apply', 'dev', '--confirm', 'qa'),
  'prune.stopped': (form) => pruned(form, 'planned', 'stopped', 'status', PLAN_ID),
  'prune.no-plan': (form) => pruned(form, 'planned', 'no-plan', 'status', PLAN_ID),
  review: (form) => answeredBy(form, 'review-reviewed', 'review', 'prod'),
  'review.shown': (form) =>
    answeredBy(form, 'review-shown', 'review', 'show', REVIEW_ID, '--function', 'orders'),
  'review.throttled': (form) => answeredBy(form, 'review-unfinished', 'review', 'prod'),
  'review.use-prune': () => offline('review', 'dev'),
  check: (form) => answeredBy(form, 'check', 'check'),
  'check.failed': (form) => answeredBy(form, 'prune-no-plan', 'check'),
  doctor: (form) => answeredBy(form, 'doctor', 'doctor'),
  'doctor.failed': (form) => answeredBy(form, 'prune-no-plan', 'doctor'),
  report: (form) => answeredBy(form, 'check', 'report', '--out', 'a.html'),
  'report.failed': (form) => answeredBy(form, 'prune-no-plan', 'report', '--out', 'a.html'),
  prove: async () => (await runProve(throwAway(), [...CONFIRMED, '--json'])).out,
  'prove.clean': async () => (await runProve(throwAway(), ['--clean', ...CONFIRMED, '--json'])).out,
  'prove.failed': async () => (await runProve(throwAway(), ['--region', 'nowhere', '--json'])).out,
};

/**
 * Documents that change with the watched limits, the number of calls and the proved facts, so only their shape is
 * compared.
 */
const FOLLOWS = new Set(['init', 'cost', 'targets', 'prove']);

const ANSWERED = Object.keys(COMMANDS).filter((name) => /^(prune|doctor|review)/.test(name));

describe('what a command writes with --json', () => {
  it.each(Object.keys(COMMANDS))('is written alike: %s', async (name) => {
    const out = (await COMMANDS[name]?.(newestOf)) ?? [];
    const text = `${out.join('\n')}\n`;
    if (FOLLOWS.has(name)) expectGoldenShape(`commands/${name}.json`, text);
    else expectGolden(`commands/${name}.json`, text, PROSE);
  });

  it.each(Object.keys(COMMANDS))('fits the schema in every form: %s', (name) => {
    const [command = ''] = name.split('.');
    const schema = new URL(`../../docs/schemas/${command}.schema.json`, import.meta.url);
    const validate = new Ajv2020({ strictTypes: false }).compile(
      JSON.parse(readFileSync(schema, 'utf8')),
    );
    const reader = documents.find((one) => one.name === command);
    for (const form of formsOf(`commands/${name}.json`)) {
      const document = goldenData(form);
      validate(document);
      expect(validate.errors).toBe(null);
      expect(document).toMatchObject(Object(reader?.read(document)));
    }
  });

  it.each(ANSWERED)(
    'ends as before where functions of the former release answer: %s',
    async (name) => {
      const out = (await COMMANDS[name]?.((answer) => answer)) ?? [];
      const { outcome, exitCode } = JSON.parse(out.join('\n'));
      const former = goldenData(`commands/${name}.json`);
      expect({ outcome, exitCode }).toEqual({
        outcome: former['outcome'],
        exitCode: former['exitCode'],
      });
    },
  );

  it('is stored of every command', () => {
    const stored = new Set(Object.keys(COMMANDS).map((name) => name.split('.')[0]));
    const published = documents.map(({ name }) => name);
    expect(stored).toEqual(new Set([...published, 'check', 'doctor']));
  });

  it('by check and report is read back as a report', async () => {
    const files = {
      'check.json': golden('commands/check.json'),
      'bare.json': golden('report/watch.json'),
    };
    for (const from of Object.keys(files)) {
      const { exitCode } = await ask(['report', '--from', from, '--out', 'a.html'], { files });
      expect(exitCode).toBe(3);
    }
  });
});
