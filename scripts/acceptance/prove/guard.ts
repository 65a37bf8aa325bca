import type { AccountId } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';

/** What is known of the account before anything is created in it. */
export interface ProveTarget {
  readonly account: AccountId;
  /** Absent when there is no watchdog.yml. */
  readonly configuration?: Pick<ConfigurationFile, 'accounts' | 'tooling' | 'discovery'>;
  /** The number of functions in the Region; undefined when AWS did not return it. */
  readonly functionCount: number | undefined;
  /** True with `--account-is-disposable`. */
  readonly isDisposable: boolean;
}

/**
 * Returns why nothing may be created in the account, as sentences; empty when it may. Production and the
 * tooling account are always refused; an account in use is refused unless it is declared disposable.
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
