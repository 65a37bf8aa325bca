import pLimit from 'p-limit';

import {
  diagnoseAttempt,
  diagnoseIdentity,
  diagnosePruneRole,
  diagnoseRegion,
} from './diagnose.ts';
import type { Region } from '../model/aws-ids.ts';
import type { AccountConfiguration, ConfiguredRegion } from '../model/configuration.ts';
import type { CheckResult, Subject, Verdict } from './model.ts';
import type { CallerIdentity } from '../prune/model/recheck.ts';
import type { AccountExaminer, ExamineAccount } from './examine-account.ts';

/** The number of accounts and Regions that are tested at a time. Almost all of the time is spent on the network. */
const PLACES_AT_A_TIME = 32;

export interface Examination {
  readonly accounts: readonly AccountConfiguration[];
  readonly globalRegion: Region;
  readonly accountActions: (account: AccountConfiguration) => readonly string[];
  readonly regionActions: (account: AccountConfiguration, region: Region) => readonly string[];
  readonly testsPruneRole: boolean;
}

/** Tests all accounts concurrently. An account whose role is refused or leads to another account is not tested further. */
export async function examine(
  examination: Examination,
  examinerOf: ExamineAccount,
): Promise<readonly CheckResult[]> {
  const atATime = pLimit(PLACES_AT_A_TIME);
  const results = await Promise.all(
    examination.accounts.map(async (account) => {
      const examiner = examinerOf(account);
      const entry = await atATime(() => examineIdentity(account, examiner));
      if (entry.identity === undefined) return entry.results;
      const { identity } = entry;
      const places = await Promise.all([
        ...account.regions.map((region) =>
          atATime(() => examineRegion(examination, account, region, examiner, identity)),
        ),
        atATime(() => examineAccountWide(examination, account, examiner)),
      ]);
      return [...entry.results, ...places.flat()];
    }),
  );
  return results.flat();
}

/** Tests the role and the account of its session. If `identity` is absent, nothing else in the account may be tested. */
async function examineIdentity(
  account: AccountConfiguration,
  examiner: AccountExaminer,
): Promise<{ readonly results: readonly CheckResult[]; readonly identity?: CallerIdentity }> {
  const role = finding(account, 'role', diagnoseAttempt(await examiner.role()));
  if (role.verdict.state !== 'ok') return { results: [role] };
  const identity = await examiner.identity();
  const whose = finding(account, 'identity', diagnoseIdentity(account.id, identity));
  const results = [role, whose];
  return whose.verdict.state === 'problem' ? { results } : { results, identity };
}

async function examineRegion(
  { regionActions }: Examination,
  account: AccountConfiguration,
  place: ConfiguredRegion,
  examiner: AccountExaminer,
  identity: CallerIdentity,
): Promise<readonly CheckResult[]> {
  const { region } = place;
  const [first, ...others] = regionActions(account, region);
  if (first === undefined) return [];
  const answer = await examiner.attempt(first, region);
  const verdict = diagnoseRegion(place, answer, identity);
  if (verdict !== 'open') return [finding(account, 'region', verdict, region)];
  const rest = await Promise.all(
    others.map(async (action) => ({ action, answer: await examiner.attempt(action, region) })),
  );
  const tried = [{ action: first, answer }, ...rest].map((one) =>
    finding(account, one.action, diagnoseAttempt(one.answer), region),
  );
  if (answer.kind !== 'allowed') return tried;
  return [finding(account, 'region', diagnoseAttempt(answer), region), ...tried];
}

async function examineAccountWide(
  { accountActions, globalRegion, testsPruneRole }: Examination,
  account: AccountConfiguration,
  examiner: AccountExaminer,
): Promise<readonly CheckResult[]> {
  const tried = await Promise.all(
    accountActions(account).map(async (action) =>
      finding(account, action, diagnoseAttempt(await examiner.attempt(action, globalRegion))),
    ),
  );
  if (!testsPruneRole) return tried;
  const verdict = diagnosePruneRole(account, await examiner.pruneRole());
  return [...tried, finding(account, 'prune role', verdict)];
}

function finding(
  { id, name, stage }: AccountConfiguration,
  subject: Subject,
  verdict: Verdict,
  region?: Region,
): CheckResult {
  return {
    account: { id, name, stage },
    ...(region !== undefined && { region }),
    subject,
    verdict,
  };
}
