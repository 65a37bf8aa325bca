import type { AccountConfiguration, AccountSelection } from './configuration.ts';
import { fitsAccount } from './limit-choice/choice.ts';
import type { LeftOutLimit, LimitId } from './limit.ts';
import type { Quantity } from './units.ts';

/** An exception for one limit in some accounts: it is not measured there, or the configuration states its quota. */
export type LimitException = LeftOutLimit &
  AccountSelection &
  (
    | { readonly kind: 'left-out' }
    /** The stated quota is used only where the value of AWS cannot be read. */
    | { readonly kind: 'stated-quota'; readonly quota: Quantity }
  );

/** The account with its exceptions applied. Of several exceptions for one limit, the first that matches applies. */
export function withExceptions(
  account: AccountConfiguration,
  exceptions: readonly LimitException[],
): AccountConfiguration {
  const own = new Map<LimitId, LimitException>();
  for (const exception of exceptions) {
    if (fitsAccount(account, exception) && !own.has(exception.limit))
      own.set(exception.limit, exception);
  }
  if (own.size === 0) return account;
  const leftOut = account.rules.flatMap(({ limit }) => {
    const exception = own.get(limit);
    if (exception?.kind !== 'left-out') return [];
    return [{ limit, owner: exception.owner, reason: exception.reason }];
  });
  const rules = account.rules.flatMap((rule) => {
    const exception = own.get(rule.limit);
    if (exception?.kind === 'left-out') return [];
    if (exception === undefined) return [rule];
    const { quota, owner, reason } = exception;
    return [{ ...rule, statedQuota: { value: quota, owner, reason } }];
  });
  return { ...account, rules, ...(leftOut.length > 0 && { leftOut }) };
}
