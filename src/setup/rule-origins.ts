import type { AccountId } from '../model/aws-ids.ts';
import type { RuleOrigins } from './explained.ts';
import type { LimitDefinition } from '../model/limit.ts';
import { readDraft } from '../config/draft.ts';
import { pathText } from '../config/faults.ts';
import { sourcesOf } from '../config/thresholds.ts';
import { readYaml } from '../config/yaml-source.ts';

/**
 * Where a `watchdog.yml` without faults sets the rule of a limit in an account: the path of each
 * setting, such as `accounts[0].thresholds.warn`; absent where the limit's own default holds.
 */
export function readRuleOrigins(
  text: string,
  definitions: readonly LimitDefinition[],
): (account: AccountId, definition: LimitDefinition) => RuleOrigins {
  const reading = readYaml(text);
  const draft = readDraft(reading.ok ? reading.source.value : {}, definitions);
  const places = new Map(draft.accounts?.map((account, at) => [account?.id, at]));
  return (account, definition) => {
    const { warn, critical, ceiling } = sourcesOf(draft, places.get(account) ?? -1, definition);
    return {
      ...(warn !== undefined && { warn: pathText(warn) }),
      ...(critical !== undefined && { critical: pathText(critical) }),
      ...(ceiling !== undefined && { ceiling: pathText(ceiling) }),
    };
  };
}
