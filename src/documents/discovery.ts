import type {
  DiscoveryReport,
  DiscoveryTrouble,
  InactiveAccount,
  RuleProblem,
} from '../model/discovery.ts';
import { GONE_REASONS } from '../model/discovery.ts';
import { accountId as toAccountId } from '../model/aws-ids.ts';
import type { Codec } from './codec.ts';
import { account, accountId, exactTime, failure } from './model-values.ts';
import { optional, record } from './records.ts';
import { converted, list, oneOf, text } from './values.ts';
import { variants } from './variants.ts';

const trouble: Codec<DiscoveryTrouble> = variants('kind', [
  record({
    kind: oneOf(['not-listed']),
    failure,
    lastListedAt: optional(exactTime),
    note: optional(text),
  }),
  record({ kind: oneOf(['not-kept']), failure }),
  record({ kind: oneOf(['nothing-selected']) }),
]);

const unselected = converted(
  list(record({ id: accountId, why: oneOf(GONE_REASONS) })),
  (all): DiscoveryReport['unselected'] => Object.fromEntries(all.map(({ id, why }) => [id, why])),
  (all) => Object.entries(all).map(([id, why]) => ({ id: toAccountId(id), why })),
);

/** The stored form of a discovery report, which later steps of the same run read. */
export const discovery = record<DiscoveryReport>({
  troubleText: optional(text),
  ruleProblems: optional(list(record<RuleProblem>({ at: text, problem: text }))),
  accounts: list(account),
  leftOut: list(record<InactiveAccount>({ id: accountId, name: text, state: text })),
  gaps: list(text),
  listedAt: optional(exactTime),
  trouble: optional(trouble),
  unselected,
});
