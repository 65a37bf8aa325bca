import type { AccountId } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';

/** The account as far as it is known before anything is made in it. */
export interface ProveTarget {
  readonly account: AccountId;
  /** Absent: there is no watchdog.yml. */
  readonly configuration?: Pick<ConfigurationFile, 'accounts' | 'tooling' | 'discovery'>;
  /** Functions in the Region; undefined when AWS did not say. */
  readonly functionCount: number | undefined;
  /** Somebody has said that nothing in the account is worth anything. */
  readonly isDisposable: boolean;
}

/**
 * Why nothing may be made in an account, as sentences; empty when it may. Production and the tooling
 * account are refused whatever is said; an account that is in use is refused unless somebody says so.
 */
export function guardProve(target: ProveTarget): readonly string[] {
  const { account, configuration, functionCount, isDisposable } = target;
  const known = configuration?.accounts.find(({ id }) => id === account);
  if (known !== undefined && known.stage !== 'nonprod')
    return [
      `The configuration calls ${account} ("${known.name}") ${known.stage}. Use a throw-away account.`,
    ];
  if (configuration?.tooling.account === account)
    return [`${account} is the tooling account of the configuration. Use a throw-away account.`];
  if (known === undefined && configuration?.discovery !== undefined)
    return [
      `The accounts of the configuration are discovered, so it is unknown here whether ${account} is prod. List the account as nonprod under accounts.listed, or use another --config.`,
    ];
  if (isDisposable) return [];
  return [
    ...(known === undefined
      ? []
      : [`${account} is "${known.name}" of the configuration, so somebody works there.`]),
    ...(functionCount === 0 ? [] : [inUse(account, functionCount)]),
  ];
}

function inUse(account: AccountId, functionCount: number | undefined): string {
  return functionCount === undefined
    ? `AWS did not say whether ${account} holds functions.`
    : `${account} holds functions already: ${functionCount} in this Region.`;
}
