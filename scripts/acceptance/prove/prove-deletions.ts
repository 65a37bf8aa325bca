import type { Answer, Presence, Ruling } from './model.ts';
import { failedRuling } from './prove-failure.ts';

/** AWS's answer to a deletion, and whether the function or version existed afterwards. */
export interface DeletionObservation {
  readonly answer: Answer;
  readonly after: Presence;
}

export interface ScopeObservation {
  /** The deletion of a version, by a role that may delete only versions. */
  readonly qualified: DeletionObservation;
  /** The deletion of a whole function, by the same role. */
  readonly unqualified: DeletionObservation;
  /** The deletion of a version by a role that may delete anything; only tried when `qualified` was denied. */
  readonly widened?: DeletionObservation;
}

const TEMPLATE = 'member-prune-role.yml';

/** Judges which DeleteScope the prune role needs, and whether that scope denies the deletion of a whole function. */
export function judgeDeleteScope({ qualified, unqualified, widened }: ScopeObservation): Ruling {
  for (const { answer } of [qualified, unqualified, ...(widened === undefined ? [] : [widened])]) {
    const trouble = scopeTrouble(answer);
    if (trouble !== undefined) return { verdict: 'could-not-tell', why: trouble };
  }
  const deletesVersions = isGone(qualified);
  const deletesFunctions = isGone(unqualified);
  if (deletesVersions === undefined || deletesFunctions === undefined)
    return {
      verdict: 'could-not-tell',
      why: 'A deletion was accepted, but what it names is still there.',
    };
  if (deletesFunctions)
    return {
      verdict: 'otherwise',
      finding: 'A role that may delete versions only could delete a whole function, too.',
      advice: {
        kind: 'report',
        why: 'IAM is no lock against deleting whole functions; the locks in the code remain',
      },
    };
  if (deletesVersions)
    return {
      verdict: 'as-assumed',
      finding:
        'A version could be deleted, and the whole function was denied: DeleteScope stays qualified.',
    };
  if (widened !== undefined && isGone(widened) === true)
    return {
      verdict: 'otherwise',
      finding:
        'A role that may delete versions only could delete none; one that may delete functions could.',
      advice: { kind: 'set', where: TEMPLATE, parameter: 'DeleteScope', value: 'any' },
    };
  return {
    verdict: 'could-not-tell',
    why: 'A role could not delete a version, whatever its policy said; something else denies it.',
  };
}

/** Why the answer does not show what the role's own policy allows; undefined when it does. */
function scopeTrouble(answer: Answer): string | undefined {
  if (answer.kind === 'accepted') return undefined;
  const { reason, errorName, message } = answer.failure;
  if (reason !== 'denied') return `DeleteFunction was answered with ${errorName}: ${message}`;
  return answer.deniedElsewhere === true
    ? "An organisation's rule, a permissions boundary or the like denies DeleteFunction here."
    : undefined;
}

/** Whether the deletion took effect; undefined when AWS accepted it but what it names still exists. */
function isGone({ answer, after }: DeletionObservation): boolean | undefined {
  if (after === 'gone') return true;
  return answer.kind === 'refused' ? false : undefined;
}

/** Judges whether AWS itself refuses to delete a version in use. The pruning code never relies on that. */
export function judgeUsedVersion({ answer, after }: DeletionObservation, use: string): Ruling {
  if (after === 'gone')
    return {
      verdict: 'as-assumed',
      finding: `Not refused: AWS deletes a version with ${use}, and only this tool's own checks protect it.`,
    };
  if (answer.kind === 'accepted')
    return {
      verdict: 'could-not-tell',
      why: 'The deletion was accepted, but the version is still there.',
    };
  const { reason, errorName } = answer.failure;
  if (reason !== 'conflict' && errorName !== 'InvalidParameterValueException')
    return failedRuling(answer.failure);
  return {
    verdict: 'otherwise',
    finding: `Refused with ${errorName}: AWS protects a version with ${use}, beside this tool's own checks.`,
    advice: { kind: 'nothing' },
  };
}

/** Judges the deletion of a version that does not exist: pruning repeats deletions whose answer was lost. */
export function judgeAbsentVersion(answer: Answer): Ruling {
  if (answer.kind === 'accepted')
    return {
      verdict: 'as-assumed',
      finding:
        'Accepted: a deletion can be repeated, and its answer does not prove that anything was deleted.',
    };
  const { reason, errorName } = answer.failure;
  if (reason !== 'absent') return failedRuling(answer.failure);
  return {
    verdict: 'otherwise',
    finding: `Answered with ${errorName}: a repeated deletion looks as if the whole function were gone.`,
    advice: {
      kind: 'report',
      why: 'a version whose deletion was repeated is journalled as "function gone"; nothing more is deleted for it',
    },
  };
}
