import type { CallerIdentity, GuardVerdict, PrunableAccount, Refusal } from '../model/recheck.ts';
import { refuse } from '../model/recheck.ts';
import type { JournalState } from '../model/journal-segment.ts';
import type { AccountRef } from '../../model/configuration.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { Hash, PrunePlan } from '../model/prune-plan.ts';
import type { Instant } from '../../model/time.ts';
import { accountRefusals } from './guard-account.ts';
import {
  layerRefusals,
  ageRefusals,
  capRefusals,
  journalTimeRefusals,
  planRefusals,
} from './guard-plan.ts';

export interface GuardBasis {
  readonly plan: PrunePlan;
  readonly configured: PrunableAccount | undefined;
  /** The account of the credentials with which versions are deleted, read in this invocation. */
  readonly identity: CallerIdentity;
  /** The name of the account as typed by the user; undefined when none was given. */
  readonly confirmation: string | undefined;
  readonly journal: JournalState;
  readonly now: Instant;
  readonly hash: Hash;
}

/** `go` when no guard refuses; otherwise all refusals. */
export function guardPrune(basis: GuardBasis): GuardVerdict {
  const { plan, configured, identity, confirmation, journal, now, hash } = basis;
  const [first, ...others] = [
    ...accountRefusals(configured),
    ...identityRefusals(plan, identity),
    ...planRefusals(plan, configured, hash),
    ...journalRefusals(journal),
    ...journalTimeRefusals(plan, journal, now),
    ...ageRefusals(plan, journal, now),
    ...layerRefusals(plan, configured),
    ...capRefusals(plan, configured),
    ...confirmationRefusals(configured?.account.name ?? plan.account.name, confirmation),
  ];
  return first === undefined ? { kind: 'go' } : { kind: 'refused', refusals: [first, ...others] };
}

/** Refuses credentials of another account. The answer of GetCallerIdentity proves to which account they belong. */
function identityRefusals({ account }: PrunePlan, identity: CallerIdentity): readonly Refusal[] {
  if (identity.kind === 'failed') {
    const { failure } = identity;
    return failure.operation === 'sts:AssumeRole' && failure.reason === 'denied'
      ? refuse('prune-role-not-assumed', roleSentence(account, failure))
      : refuse(
          'identity-not-read',
          `Whose credentials these are could not be determined (${failure.operation}: ${failure.errorName}).`,
        );
  }
  if (identity.value === account.id) return [];
  return refuse(
    'identity-other-account',
    `The credentials belong to account ${identity.value}, the plan to ${account.id}.`,
  );
}

/**
 * Explains a denied AssumeRole. STS gives the same error for a missing role and for one that does not trust the caller.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_roles.html
 */
function roleSentence(
  { id, name }: AccountRef,
  { operation, errorName, resource }: ReadFailure,
): string {
  const role = resource === undefined ? 'The prune role' : `The prune role ${resource}`;
  return `${role} of account ${JSON.stringify(name)} (${id}) could not be assumed (${operation}: ${errorName}). AWS answers the same when the role does not exist and when its trust policy does not admit the prune function with its external id. The command doctor says whether the role exists; then deploy or update the stack of the prune role in this account (member-prune-role.yml).`;
}

function journalRefusals({ foreignRecords }: JournalState): readonly Refusal[] {
  if (foreignRecords === 0) return [];
  return refuse(
    'journal-other-plan',
    'The journal contains deletions that are not in this plan. Make a new plan.',
  );
}

function confirmationRefusals(name: string, confirmation: string | undefined): readonly Refusal[] {
  if (confirmation === undefined) {
    return refuse(
      'not-confirmed',
      `Nothing is deleted until the account's name is given: ${JSON.stringify(name)}.`,
    );
  }
  if (confirmation === name) return [];
  return refuse(
    'confirmation-differs',
    `${JSON.stringify(confirmation)} is not the account's name, which is ${JSON.stringify(name)}.`,
  );
}
