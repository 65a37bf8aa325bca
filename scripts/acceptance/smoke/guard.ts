import type { AccountId } from '../../../src/model/aws-ids.ts';
import type { ConfigurationFile } from '../../../src/model/configuration.ts';
import { productionWords } from '../../../src/accounts/production-name.ts';
import { guardProve } from '../prove/guard.ts';
import type { FoundThing } from './inventory.ts';
import { foundText } from './inventory.ts';

const SHOWN = 5;

/**
 * Why nothing may be deployed in an account, as sentences. An account that is called production, or that the
 * configuration knows as production or as its tooling account, is refused whatever is said; one that somebody
 * uses is, unless it is said to be disposable.
 */
export function guardSmoke(target: {
  readonly account: AccountId;
  /** What people call it. */
  readonly aliases: readonly string[];
  readonly configuration: ConfigurationFile | undefined;
  readonly foreign: readonly FoundThing[];
  readonly isDisposable: boolean;
  /** Removing what an earlier run made is let through where the account is in use meanwhile. */
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
          `Somebody uses ${account}: ${foreign.slice(0, SHOWN).map(foundText).join(', ')}${foreign.length > SHOWN ? ` and ${foreign.length - SHOWN} more` : ''}. Sign in to an account that is empty; --account-is-disposable only where nothing in it is worth anything.`,
        ]
      : []),
  ];
}
