import type { CliWorld } from '../../../src/cli/cli-command.ts';
import type { timedConnectionOf } from '../../../src/cli/own-credentials.ts';
import { ownLambda } from '../prove/own-clients.ts';
import type { Workshop } from '../prove/workshop.ts';
import type { PrintedCommands, SmokePlace } from './deploy.ts';
import { deploy, invoke, makeChangeSet, waitForConfirmation } from './deploy.ts';
import type { PreparedFunction } from './made.ts';
import {
  applyAndVerify,
  versionDifferences,
  IN_USE,
  makeOldVersions,
  planFor,
} from './prune-versions.ts';
import type { SmokeShell } from './shell.ts';
import type { StepId, StepResult } from './text.ts';
import { STEPS } from './text.ts';

interface StepContext {
  readonly place: SmokePlace;
  readonly shell: SmokeShell;
  readonly commands: PrintedCommands;
  readonly world: CliWorld;
  readonly connect: () => ReturnType<typeof timedConnectionOf>;
  readonly shop: Workshop;
  readonly prepared: PreparedFunction | undefined;
}

/** What a step showed, or why it showed nothing. */
type Observation = string | { readonly notShown: string };

/** Tries each step once, in order. After a failed step or Ctrl-C, the other steps are `not-shown`. */
export async function* runSteps(around: StepContext): AsyncGenerator<StepResult> {
  const { world } = around;
  let why: string | undefined;
  for (const [step, act] of Object.entries(ACTS)) {
    if (!isStep(step)) continue;
    if (world.interruption.aborted) why ??= 'the run was interrupted';
    if (why !== undefined) {
      yield { step, result: 'not-shown', detail: why };
      continue;
    }
    world.terminal.err(`${STEPS[step]} …`);
    try {
      const seen = await act(around);
      yield typeof seen === 'string'
        ? { step, result: 'shown', detail: seen }
        : { step, result: 'not-shown', detail: seen.notShown };
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'it failed';
      why = world.interruption.aborted ? 'the run was interrupted' : 'a step before it failed';
      yield { step, result: 'failed', detail };
    }
  }
}

const ALL_VERSIONS = Array.from({ length: 10 }, (_, at) => String(at + 1));

const ACTS: Readonly<
  Record<Exclude<StepId, 'remove'>, (around: StepContext) => Promise<Observation>>
> = {
  'change-set': async ({ shell, place, world }) => {
    const changes = await makeChangeSet(shell, place);
    for (const line of changes) world.terminal.err(`  ${line}`);
    return `${changes.length} resources to be made`;
  },
  deploy: async ({ shell, place, world }) => {
    await deploy(shell, place, waitingOf(world));
    return 'the stack is complete';
  },
  subscribe: async ({ shell, place, commands, world }) => {
    await shell.run(commands.subscribe);
    world.terminal.err(`Follow both links that AWS has sent to ${place.email}.`);
    if (!(await waitForConfirmation(shell, place, waitingOf(world))))
      throw new Error('the subscriptions were not both confirmed in 15 minutes');
    return `${place.email} is confirmed for both topics`;
  },
  test: async ({ shell, commands, world, place }) => {
    await invoke(shell, commands.test);
    const { ask } = world.terminal;
    const answer = await ask?.(
      `Have two messages arrived whose subject begins with TEST? [yes/no] `,
    );
    if (answer === undefined)
      return { notShown: 'SNS accepted it; without a terminal it is unknown whether it arrived' };
    if (!/^y(?:es)?$/i.test(answer.trim())) throw new Error(`it did not arrive at ${place.email}`);
    return 'it arrived';
  },
  'first-run': async ({ shell, commands }) => {
    await invoke(shell, commands.firstRun);
    return 'the run was complete';
  },
  doctor: async ({ shell, commands }) => {
    await shell.run(commands.doctor);
    return 'no problem';
  },
  prune: async ({ shell, place, shop, prepared, connect }) => {
    const { connection, end } = connect();
    try {
      const name = prepared?.name ?? (await makeOldVersions(shop));
      const run = prepared?.left.run ?? shop.run.id;
      const lambda = ownLambda(connection, { region: place.region }, run);
      const { planId, deletes } = await planFor(shell, name);
      if (prepared === undefined) {
        const faults = [
          ...(deletes === 0 ? [] : [`the plan deletes ${deletes} versions that are minutes old`]),
          ...(await versionDifferences(lambda, name, ALL_VERSIONS)),
        ];
        if (faults.length > 0) throw new Error(faults.join('; '));
        return {
          notShown:
            'the plan keeps every version, since none is a day old; run with --prepare a day before to see a deletion',
        };
      }
      const wanted = ALL_VERSIONS.length - IN_USE.length;
      if (deletes !== wanted)
        throw new Error(`the plan deletes ${deletes} versions, not ${wanted}`);
      const faults = await applyAndVerify(shell, lambda, planId, name);
      if (faults.length > 0) throw new Error(faults.join('; '));
      return `${wanted} old versions went, and all ${IN_USE.length} in use stayed`;
    } finally {
      end();
    }
  },
};

function isStep(name: string): name is keyof typeof ACTS {
  return Object.hasOwn(ACTS, name);
}

function waitingOf({ clock, interruption }: CliWorld) {
  return { wait: (ms: number) => clock.sleep(ms, interruption) };
}
