import { describe, expect, it } from 'vitest';

import { actionsOf, neededActions } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import type { LimitSet } from '../../src/model/limit-choice/sets.ts';
import { isLimitSet, LIMIT_SETS } from '../../src/model/limit-choice/sets.ts';
import type { DoctorResult } from '../doctor/run-doctor.ts';
import { askWatch, DEV, PROD } from '../doctor/run-doctor.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { memberAccount } from '../watch/run-watch.ts';

/** Watches the set `iam` in accounts whose name begins with d; CloudWatch Logs and one rule limit in production. */
const WATCH = [
  { limits: ['iam'], accounts: ['d*'] },
  { limits: ['logs', 'event-rules'], stages: ['prod'] },
];
const SETTINGS = { watch: WATCH };

const dev = (parameters: Record<string, string>) =>
  memberAccount(DEV, 'dev', {}, { ReadStorageMode: 'true', ...parameters });
const prod = (parameters: Record<string, string>) => memberAccount(PROD, 'prod', {}, parameters);

function askDoctor({ accounts }: { readonly accounts: Parameters<typeof askWatch>[0] }) {
  return askWatch({ ...accounts, settings: SETTINGS, account: { [PROD]: { stage: 'prod' } } });
}

/** Returns the actions that these sets need in addition to those of the limits that are always watched. */
function ownOf(...sets: readonly LimitSet[]): readonly string[] {
  const always = actionsOf(
    catalogue.filter(({ definition }) => definition.set === undefined),
    true,
  );
  const own = neededActions(
    catalogue.filter(({ definition: { set } }) => set !== undefined && sets.includes(set)),
    true,
  );
  return [...new Set(own.map(({ action }) => action))]
    .filter((one) => !always.includes(one))
    .toSorted();
}

/** Returns the operations that only sets of limits need and that were called in this account. */
function calledIn({ sandbox }: DoctorResult, account: string): readonly string[] {
  const all = ownOf(...Object.keys(LIMIT_SETS).filter(isLimitSet));
  const called = sandbox.calls
    .list()
    .filter((one) => one.account === account)
    .flatMap(({ access }) => access.map(({ action }) => action));
  return [...new Set(called)].filter((action) => all.includes(action)).toSorted();
}

describe('the doctor, where accounts are watched for different limits', () => {
  it('tries in each account exactly the limits chosen for it', async () => {
    const accounts = [dev({ WatchIam: 'true' }), prod({ WatchLogs: 'true', WatchEvents: 'true' })];
    const ran = await askDoctor({ accounts: { accounts } });
    expect(ran.report.lines.filter(({ state }) => state === 'problem')).toEqual([]);
    expect(calledIn(ran, DEV)).toEqual(ownOf('iam'));
    expect(calledIn(ran, PROD)).toEqual(ownOf('logs', 'events'));
  });

  it('names the parameter of a missing set only in the account that lacks it', async () => {
    const accounts = [dev({}), prod({ WatchLogs: 'true', WatchIam: 'true' })];
    const quotas = ['ListRequestedServiceQuotaChangeHistoryByQuota', 'GetServiceQuota'];
    for (const action of [
      ...ownOf('iam', 'events'),
      ...quotas.map((name) => `servicequotas:${name}`),
    ]) {
      expectDenied({ action, because: 'the role lacks the parameter of the set' });
    }
    const { report } = await askDoctor({ accounts: { accounts } });
    const problems = report.lines.filter(({ state }) => state === 'problem');
    const named = problems.map(({ account, sentence, todo = '' }) => {
      const parameter = /Watch[A-Z]\w*=true/.exec(`${sentence} ${todo}`)?.[0];
      return `${account.name} ${parameter}`;
    });
    expect([...new Set(named)].toSorted()).toEqual(['dev WatchIam=true', 'prod WatchEvents=true']);
  });
});
