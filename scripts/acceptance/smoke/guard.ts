import type { AccountId } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { productionWords } from '../../../src/accounts/production-name.ts';
import { guardProve } from '../prove/guard.ts';
import type { AccountResource } from './inventory.ts';
import { resourceText } from './inventory.ts';

const SHOWN = 5;

/**
 * Returns why nothing may be deployed in the account, as sentences; empty when it may. An account that is
 * production or the tooling account, by its alias or by the configuration, is always refused. An account in
 * use is refused unless it is declared disposable.
 */
export function guardSmoke(target: {
  readonly account: AccountId;
  readonly aliases: readonly string[];
  readonly configuration: ConfigurationFile | undefined;
  readonly foreign: readonly AccountResource[];
  readonly isDisposable: boolean;
  /** True with `--clean`, which is allowed in an account that is in use. */
  readonly isClean: boolean;
}): string[] {
  const { account, aliases, configuration, foreign, isDisposable, isClean } = target;
  const production = aliases.filter((name) => productionWords(name).length > 0);
  if (production.length > 0)
    return [`${account} is called ${production.join(', ')}. Use a throw-away account.`];
  const isInUse = foreign.length > 0 && !isDisposable && !isClean;
  return [
    ...guardProve({
      account,
      ...(configuration !== undefined && { configuration }),
      functionCount: 0,
      isDisposable: isDisposable || isClean,
    }),
    ...(isInUse
      ? [
          `Somebody uses ${account}: ${foreign.slice(0, SHOWN).map(resourceText).join(', ')}${foreign.length > SHOWN ? ` and ${foreign.length - SHOWN} more` : ''}. Sign in to an account that is empty; --account-is-disposable only where nothing in it is worth anything.`,
        ]
      : []),
  ];
}
