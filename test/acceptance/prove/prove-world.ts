import type { HttpHandler } from '@smithy/core/protocols';

import { PROVE, TYPED } from '../../../scripts/acceptance/prove/entry.ts';
import { runProgram } from '../../../src/cli/program.ts';
import { instant } from '../../../src/model/time.ts';
import { cliWorld } from '../../cli/cli-world.ts';
import type { Call } from '../../sandbox/calls.ts';
import { virtualClock } from '../../sandbox/clock.ts';
import { administrator } from '../../sandbox/fixtures/administrator.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { createSandbox } from '../../sandbox/sandbox.ts';
import type { AccountWorld, RoleWorld, World } from '../../sandbox/world.ts';

export const THROW_AWAY = '400000000004';
export const REGION = 'eu-west-1';
const START = '2026-11-22T08:00:00.000Z';

export interface ProveSetting {
  readonly world?: Omit<World, 'accounts'>;
  readonly account?: Partial<AccountWorld>;
  /** The credentials of the command; default: a role that may do everything. */
  readonly role?: RoleWorld;
}

/** An empty disposable account. */
export function throwAway({ world, account, role = administrator }: ProveSetting = {}): Sandbox {
  const accounts = [{ id: THROW_AWAY, name: 'throw-away', roles: [role], ...account }];
  return createSandbox({ ...world, accounts }, { clock: virtualClock(START) });
}

export interface Session {
  readonly role?: string;
  readonly types?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly interruption?: AbortSignal;
  /** Replaces the sandbox's request handler. */
  readonly http?: HttpHandler<object>;
  /** Makes the run draw a different run id. */
  readonly seed?: number;
}

export interface CommandRun {
  readonly exitCode: number;
  readonly out: readonly string[];
  readonly err: readonly string[];
}

/** Runs `npm run prove` as a user or a pipeline would. */
export async function runProve(
  sandbox: Sandbox,
  args: readonly string[],
  session: Session = {},
): Promise<CommandRun> {
  let drawn = session.seed ?? 1;
  const { types, interruption, http } = session;
  const { world, out, err } = cliWorld({
    files: session.files ?? {},
    world: {
      clock: {
        now: () => instant(sandbox.clock.now()),
        sleep: (ms, signal) => sandbox.clock.sleep(ms, signal),
      },
      // Knuth's multiplier spreads the numbers well, and they repeat in each run.
      chance: () => (drawn = (drawn * 2_654_435_761 + 1) % 2 ** 32) / 2 ** 32,
      http: http ?? sandbox.requestHandler(),
      credentials: async () =>
        sandbox.credentialsOf({ account: THROW_AWAY, role: session.role ?? administrator.name }),
      ...(interruption !== undefined && { interruption }),
    },
  });
  const terminal = {
    ...world.terminal,
    ...(types !== undefined && { ask: async () => types }),
  };
  const exitCode = await runProgram(['prove', ...args], PROVE, { ...world, terminal }, TYPED);
  return { exitCode, out, err };
}

export const CONFIRMED = ['--region', REGION, '--confirm', THROW_AWAY];

/** Returns the resources of a run that are still in the account. */
export function remains(sandbox: Sandbox): readonly string[] {
  const account = sandbox.organisation.account(THROW_AWAY);
  const functions = account.lambda(REGION).functions.map(({ name }) => name);
  return [...functions, ...account.roles.keys()].filter((name) =>
    name.startsWith('limits-watchdog-prove-'),
  );
}

/** Returns the requests to delete a whole function, which only `prove` may send, and only for its own. */
export function wholeDeletions(sandbox: Sandbox): readonly Call[] {
  return sandbox.calls
    .list({ operation: 'DeleteFunction' })
    .filter(({ access }) => access.every(({ resource }) => resource.split(':').length === 7));
}

/** Returns the JSON document that a run printed. */
export function documentOf({ out }: CommandRun): {
  readonly results: readonly {
    readonly fact: string;
    readonly ruling: { readonly verdict: string; readonly advice?: unknown; readonly why?: string };
  }[];
  readonly left: readonly { readonly name: string }[];
  readonly removed: readonly string[];
  readonly run: string;
} {
  return JSON.parse(out.join('\n'));
}
