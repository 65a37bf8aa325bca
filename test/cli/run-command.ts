import { functionInvoker } from '../../src/aws/invoke-function.ts';
import type { Invocation, InvokeFunction } from '../../src/aws/invoke-function.ts';
import type { CliWorld, Terminal } from '../../src/cli/cli-command.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { asksAboutPlans } from '../../src/functions/plan/plan-question.ts';
import { asksForReview } from '../../src/functions/review/review-event.ts';
import { instant } from '../../src/model/time.ts';
import type { Pruning } from '../e2e/prune/run-prune.ts';
import { cliWorld } from './cli-world.ts';
import { CONFIGURATION } from './configuration.ts';
import { pruningWith } from '../e2e/prune/harness.ts';
import { DEV, TOOLING } from '../e2e/prune/run-prune.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import type { AccountWorld, FunctionWorld } from '../sandbox/world.ts';

export { CONFIGURATION } from './configuration.ts';

/** Returns `count` functions with twelve old versions each, of which nine can be deleted. */
export function oldFunctions(count: number): FunctionWorld[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `service-${String(at).padStart(2, '0')}`,
    versions: '1-12',
    codeSize: 50_000_000 + at,
    publishedFrom: '2025-01-01T00:00:00Z',
    publishedTo: '2026-06-01T00:00:00Z',
    aliases: [{ name: 'live', version: '12' }],
  }));
}

/** Reading the aliases of nine functions again takes longer than one invocation. */
export const SLOW_RECHECKS: FaultRule = {
  match: { operation: 'ListAliases', nth: 10 },
  times: 'always',
  effect: { kind: 'delay', ms: 8_000 },
};

type Event = Readonly<Record<string, unknown>>;

/** One run of `limits-watchdog prune`, with its output and questions. */
export interface CommandRun {
  readonly exitCode: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
  /** The texts of the progress bar, in order. */
  readonly bars: readonly string[];
  readonly questions: readonly string[];
}

export interface Person {
  /** What the person types; undefined: there is no terminal. */
  readonly types?: string | undefined;
  readonly isTerminal?: boolean;
  /** The columns of the terminal that results go to; undefined: not a terminal. */
  readonly resultColumns?: number;
  readonly interruption?: AbortSignal;
}

type World = Pick<CliWorld, 'invoker' | 'clock'> & Partial<Pick<CliWorld, 'environment'>>;

export function run(
  args: readonly string[],
  world: World,
  person: Person = {},
  file = CONFIGURATION,
): Promise<CommandRun> {
  return runCommand(['prune', ...args], world, person, file);
}

/** Runs any command. */
export async function runCommand(
  args: readonly string[],
  world: World,
  person: Person = {},
  file = CONFIGURATION,
): Promise<CommandRun> {
  const said = { out: [] as string[], err: [] as string[], bars: [] as string[] };
  const questions: string[] = [];
  const terminal: Terminal = {
    out: (line) => said.out.push(line),
    err: (line) => said.err.push(line),
    columns: 80,
    resultColumns: person.resultColumns,
    ...(person.isTerminal === true && {
      rewrite: (line) => said.bars.push(line),
      ask: async (question) => {
        questions.push(question);
        return person.types;
      },
    }),
  };
  const base = cliWorld({ files: { 'watchdog.yml': file } }).world;
  const exitCode = await runProgram(args, commands, {
    ...base,
    ...world,
    terminal,
    interruption: person.interruption ?? base.interruption,
  });
  return { exitCode, ...said, questions };
}

/** Both functions, deployed in the tooling account of a simulated organisation. */
export interface Deployment extends World {
  readonly sandbox: Pruning['sandbox'];
  /** The event of every invocation, with the time at which it began. */
  readonly events: { readonly name: string; readonly event: Event; readonly at: number }[];
  readonly versions: () => number;
}

/** Returns a deployment; `before` runs at the start of each invocation. */
export function deployment(
  accounts: readonly AccountWorld[],
  before: (event: Event) => Promise<void> | void = () => undefined,
  prunes: Readonly<Record<string, unknown>> = {},
  regions: readonly string[] = ['eu-west-1'],
): Deployment {
  const { sandbox, plan, askPlans, prune, reviewOnce } = pruningWith({
    accounts,
    prune: prunes,
    regions,
  });
  const role = 'limits-watchdog-plan-function';
  const events: Deployment['events'] = [];
  const planFunction = (event: Event) => {
    if (asksForReview(event)) return reviewOnce(event);
    return asksAboutPlans(event) ? askPlans(event) : plan(event);
  };
  const functions = { 'limits-watchdog-plan': planFunction, 'limits-watchdog-prune': prune };
  for (const [name, handler] of Object.entries(functions)) {
    sandbox.change({ account: TOOLING, region: 'eu-west-1' }).createFunction({
      name,
      resourcePolicies: { '': invokableBy(role, name) },
    });
    sandbox.registerFunction({
      account: TOOLING,
      region: 'eu-west-1',
      name,
      invoke: async (event) => {
        await before(event as Event);
        events.push({ name, event: event as Event, at: sandbox.clock.now() });
        return handler(event as Event);
      },
    });
  }
  const http = sandbox.requestHandler({ requestTimeout: 120_000, throwOnRequestTimeout: true });
  const credentials = async () => sandbox.credentialsOf({ account: TOOLING, role });
  return {
    sandbox,
    events,
    invoker: (settings) => functionInvoker({ ...settings, http, credentials }),
    clock: {
      now: () => instant(sandbox.clock.now()),
      sleep: (ms, signal) => sandbox.clock.sleep(ms, signal),
    },
    versions: () =>
      sandbox.organisation
        .account(DEV)
        .lambda('eu-west-1')
        .functions.reduce((sum, fn) => sum + fn.versions.length, 0),
  };
}

function invokableBy(role: string, name: string) {
  return {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow' as const,
      Principal: { AWS: `arn:aws:iam::${TOOLING}:role/${role}` },
      Action: 'lambda:InvokeFunction',
      Resource: `arn:aws:lambda:eu-west-1:${TOOLING}:function:${name}`,
    },
  };
}

export const isApply = ({ event }: { readonly event: Event }): boolean => 'confirm' in event;

/** Returns functions with prepared answers, and a clock that moves only by sleeping. */
export function scripted(
  answers: (call: {
    readonly kind: 'plan' | 'prune';
    readonly event: Event;
    readonly at: number;
  }) => Invocation,
): World & {
  readonly calls: { readonly kind: string; readonly event: Event; readonly at: number }[];
} {
  let now = Date.parse('2026-11-22T06:00:00Z');
  const calls: { kind: string; event: Event; at: number }[] = [];
  const invoker: CliWorld['invoker'] = ({ functionName }) => {
    const kind = functionName.endsWith('-plan') ? 'plan' : 'prune';
    const invoke: InvokeFunction = async (given) => {
      const event = given as Event;
      calls.push({ kind, event, at: now });
      return answers({ kind, event, at: now });
    };
    return invoke;
  };
  return {
    calls,
    invoker,
    clock: {
      now: () => instant(now),
      sleep: async (ms, signal) => {
        await new Promise((resolve) => setImmediate(resolve));
        signal?.throwIfAborted();
        now += ms;
      },
    },
  };
}

export const answered = (payload: unknown): Invocation => ({ kind: 'answered', payload });

export const LOST: Invocation = {
  kind: 'lost',
  failure: {
    reason: 'unavailable',
    operation: 'lambda:InvokeFunction',
    errorName: 'ECONNRESET',
    message: 'socket hang up',
    attempts: 1,
  },
};

export const PLAN_ID = '20261122T060000Z-0123456789abcdef';

export function planned(overrides: object = {}) {
  return { state: 'planned', ...overview(overrides) };
}

/** Returns the overview of a plan, which the answers of the plan function and of the prune function contain. */
export function overview(overrides: object = {}) {
  return {
    planId: PLAN_ID,
    account: { id: DEV, name: 'dev', stage: 'nonprod' },
    evidenceFrom: '2026-11-22T06:00:00Z',
    beginBefore: '2026-11-22T07:00:00Z',
    planAt: 's3://bucket/plan.txt',
    totals: { delete: { versions: 10, packageBytes: 1 }, keptFor: [] },
    unlisted: [],
    failedChecks: 0,
    notCovered: ['AppSync'],
    text: ['10 versions to delete'],
    ...overrides,
  };
}

export function progress(state: string, deleted: number, overrides: object = {}) {
  const remaining = state === 'finished' ? 0 : 10 - deleted;
  return {
    state,
    planId: PLAN_ID,
    account: { id: DEV, name: 'dev', stage: 'nonprod' },
    counts: { planned: 10, deleted, skipped: 0, failed: 0, notAttempted: 10 - deleted },
    packageBytesDeleted: deleted,
    regions: [],
    skipped: [],
    failed: [],
    plan: overview(),
    remaining,
    ...overrides,
  };
}
