import type { Configuration, Mute } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { LoadedMutes, MuteProblem, StoredMute } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { describeMute, muteCoverage } from '../notices/mutes.ts';

export interface EffectiveMutes {
  /** The mutes of the configuration, then the usable stored mutes. Some may have expired. */
  readonly mutes: readonly Mute[];
  /** The reasons why stored mutes are not in `mutes`. */
  readonly problems: readonly MuteProblem[];
  /** False when the stored mutes could not be read. */
  readonly isComplete: boolean;
}

/**
 * Returns the mutes that apply in a run. A stored mute is ignored, and reported as a problem, when it cannot
 * be read, or when it lacks the flag `everything` although it covers all limits of all accounts that are
 * watched now: there may have been more of them when it was made.
 */
export function effectiveMutes(
  { alerts, accounts, command }: Pick<Configuration, 'alerts' | 'accounts' | 'command'>,
  loaded: LoadedMutes,
  limits: readonly LimitDefinition[],
  now: Instant,
): EffectiveMutes {
  const configured = alerts.mutes;
  const unmute = `${command} unmute`;
  switch (loaded.kind) {
    case 'missing':
      return { mutes: configured, problems: [], isComplete: true };
    case 'failed':
      return { mutes: configured, problems: [readProblem(loaded.failure)], isComplete: false };
    case 'not-understood':
      return { mutes: configured, problems: [parseProblem(loaded.problem)], isComplete: false };
    case 'found': {
      const { mutes, unreadable } = loaded.entries;
      const isExcessive = (mute: StoredMute) =>
        mute.until > now &&
        mute.everything !== true &&
        muteCoverage(mute, accounts, limits) === 'everything';
      return {
        mutes: [...configured, ...mutes.filter((mute) => !isExcessive(mute))],
        problems: [
          ...unreadable.map(({ id, problem }) => damagedProblem(id, problem, unmute)),
          ...mutes.filter(isExcessive).map((mute) => excessProblem(mute, unmute)),
        ],
        isComplete: true,
      };
    }
  }
}

function readProblem({ operation, errorName, message, reason }: ReadFailure): MuteProblem {
  return {
    key: 'not-read',
    problem: `The mutes made by command could not be read (${operation}: ${errorName}: ${message}). They mute nothing until they can be read.`,
    remedy:
      reason === 'denied'
        ? 'Deploy again: the role of the watch function needs s3:GetObject on mutes.json in the state bucket. Then check the policy of the bucket and of its encryption key.'
        : 'If the next run says the same, look up the failure in the log of the watch function.',
  };
}

function parseProblem(problem: string): MuteProblem {
  return {
    key: 'not-understood',
    problem: `The stored mutes ${problem}. They mute nothing.`,
    remedy:
      'Restore an earlier version of mutes.json in the state bucket, with a role that may write there.',
  };
}

function damagedProblem(id: string, problem: string, unmute: string): MuteProblem {
  return {
    key: id,
    problem: `The mute ${id} ${problem}. It mutes nothing.`,
    remedy: `Remove it with ${unmute} ${id}, and create it again.`,
  };
}

function excessProblem(mute: StoredMute, unmute: string): MuteProblem {
  return {
    key: `everything-${mute.id}`,
    problem: `The mute ${mute.id} of ${describeMute(mute)} (${mute.owner}) covers everything that is watched now, and was not made with --everything. It mutes nothing.`,
    remedy: `Remove it with ${unmute} ${mute.id}, and create one that names accounts, Regions or limits.`,
  };
}
