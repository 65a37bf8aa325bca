import type { CliWorld } from '../cli-command.ts';
import { deployedFunction } from '../deployed.ts';
import type { DeploymentRef } from '../deployment/read.ts';
import { fittedLines } from './fitted-lines.ts';
import type { ApplyOptions } from './request.ts';
import type { Session } from './session.ts';
import { typedFor } from '../deployment/typed-for.ts';

/** Slices end within a minute; an answer that takes longer than this is not coming. */
const ANSWER_TIMEOUT_MS = 120_000;
/** Planning only reads, so a broken connection may be tried again. */
const PLAN_ATTEMPTS = 3;

/** Both deployed functions, and the terminal of one run of the command. */
export function openSession(
  options: Partial<ApplyOptions>,
  deployed: DeploymentRef,
  world: CliWorld,
): Session {
  const { terminal, clock, interruption, paint } = world;
  const answerTimeoutMs = ANSWER_TIMEOUT_MS;
  return {
    plan: deployedFunction('plan', options.planFunction, deployed, world, {
      attempts: PLAN_ATTEMPTS,
      answerTimeoutMs,
    }),
    // A connection that breaks must never mean two runs.
    prune: deployedFunction('prune', options.pruneFunction, deployed, world, {
      attempts: 1,
      answerTimeoutMs,
    }),
    clock,
    terminal,
    paint,
    typed: typedFor(options, world),
    interruption,
    // With `--json` standard output has the document alone.
    show: (lines) =>
      fittedLines(lines, terminal.resultColumns).forEach(
        options.json === true ? terminal.err : terminal.out,
      ),
  };
}
