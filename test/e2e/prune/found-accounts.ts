import { encodeAccountList } from '../../../src/accounts/list.ts';
import { rulesText } from '../../../src/accounts/select.ts';
import { accountId } from '../../../src/model/aws-ids.ts';
import type { Stage } from '../../../src/model/configuration.ts';
import { HOUR_MS, instant } from '../../../src/model/time.ts';
import { OLD, pruningWith } from './harness.ts';
import { DEV, devAccount, START } from './run-prune.ts';

const RULES = { stage: { tag: 'environment', prod: ['prod'], nonprod: ['dev'] } };
const RULES_TEXT = rulesText({
  include: [],
  exclude: [],
  stage: { by: 'tag', tag: 'environment', prod: ['prod'], nonprod: ['dev'] },
  each: {
    regions: [],
    rules: [],
    prune: { nameMisleads: false, liftsCap: false, allowsFewer: false, allowsLayers: false },
  },
});
export const LIST_KEY = 'limits-watchdog/accounts.json';

/** A list that says this stage of the dev account. */
export function listText(stage: Stage, hoursAgo = 1, rules = RULES_TEXT): string {
  return encodeAccountList(
    {
      listedAt: instant(Date.parse(START) - hoursAgo * HOUR_MS),
      rules,
      accounts: [{ id: accountId(DEV), name: 'dev', stage }],
      leftOut: [],
    },
    'limits-watchdog',
  );
}

/** Both functions of a deployment that finds its accounts, with this list. */
export function withList(list: string | undefined) {
  return pruningWith({
    accounts: [
      devAccount({ functions: [{ name: 'pay', versions: '1-20', codeSize: 10, ...OLD }] }),
    ],
    organizations: RULES,
    ...(list !== undefined && { list }),
  });
}
