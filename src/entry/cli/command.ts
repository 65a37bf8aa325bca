import type { InvokeFunction, InvokerSettings } from '../../aws/invoke-function.ts';
import type { AccountConfiguration, Configuration } from '../../model/configuration.ts';
import type { Clock } from '../../ports.ts';
import { plain } from '../../render/plain.ts';
import { readPlanEvent } from '../plan-event.ts';
import { EventNotUnderstood } from '../prune-event.ts';
import type { Asked } from './arguments.ts';
import { readArguments, USAGE } from './arguments.ts';
import { deployedFunction } from './deployed.ts';
import type { Outcome } from './outcome.ts';
import { EXIT_CODE, outcomeJson } from './outcome.ts';
import { readConfigurationFile } from './read-configuration.ts';
import { runPrune } from './run-prune.ts';
import type { Deployed } from './session.ts';
import type { Terminal } from './terminal.ts';

/** Slices end within a minute; an answer that takes longer than this is not coming. */
const ANSWER_TIMEOUT_MS = 120_000;
/** Planning only reads, so a broken connection may be tried again. */
const PLAN_ATTEMPTS = 3;

export interface CommandWorld {
  readonly readFile: (path: string) => Promise<string>;
  readonly invoker: (settings: InvokerSettings) => InvokeFunction;
  readonly clock: Clock;
  readonly terminal: Terminal;
  readonly interruption: AbortSignal;
}

/** @returns the exit code. Says why in one sentence; a stack only with `--debug`. */
export async function runCommand(args: readonly string[], world: CommandWorld): Promise<number> {
  const { terminal } = world;
  const outcome = await outcomeOf(args, world).catch((error: unknown): Outcome => {
    const isDebug = args.includes('--debug') && error instanceof Error;
    if (isDebug) terminal.err(error.stack ?? '');
    const what = error instanceof Error ? error.message : String(error);
    return { outcome: 'failed', messages: [`${plain(what)} (--debug shows where)`] };
  });
  if (outcome === 'help') {
    for (const line of USAGE.split('\n')) terminal.out(line);
    return 0;
  }
  for (const message of outcome.messages ?? []) terminal.err(message);
  if (args.includes('--json')) {
    for (const line of outcomeJson(outcome).split('\n')) terminal.out(line);
  }
  return EXIT_CODE[outcome.outcome];
}

async function outcomeOf(args: readonly string[], world: CommandWorld): Promise<Outcome | 'help'> {
  const read = readArguments(args);
  if (read.kind === 'help') return 'help';
  if (read.kind === 'faults') return failed(read.faults.map(plain));
  const { asked } = read;
  const parsed = await readConfigurationFile(asked.config, world.readFile);
  if (!parsed.ok) return failed(parsed.messages);
  const account = accountOf(asked, parsed.configuration);
  if (typeof account === 'string') return failed([account]);
  return runPrune(asked, account, { ...world, ...deployed(asked, parsed.configuration, world) });
}

/** The account of the configuration, or what is wrong with what was asked; the function checks it again. */
function accountOf(
  { account, narrowing }: Asked,
  configuration: Configuration,
): AccountConfiguration | string {
  try {
    const event = readPlanEvent({ account, ...narrowing }, configuration);
    if (event.kind === 'begin') return event.event.account;
    return 'nothing was done.';
  } catch (error) {
    if (error instanceof EventNotUnderstood) return plain(error.message);
    throw error;
  }
}

function deployed(
  asked: Asked,
  configuration: Configuration,
  { invoker }: CommandWorld,
): { readonly plan: Deployed; readonly prune: Deployed } {
  const answerTimeoutMs = ANSWER_TIMEOUT_MS;
  return {
    plan: deployedFunction('plan', asked.planFunction, configuration, invoker, {
      attempts: PLAN_ATTEMPTS,
      answerTimeoutMs,
    }),
    // A connection that breaks must never mean two runs.
    prune: deployedFunction('prune', asked.pruneFunction, configuration, invoker, {
      attempts: 1,
      answerTimeoutMs,
    }),
  };
}

function failed(messages: readonly string[]): Outcome {
  return { outcome: 'failed', messages };
}
