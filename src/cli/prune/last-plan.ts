import { plain } from '../../text/plain.ts';
import { shellWord } from '../../text/shell-words.ts';
import { askForList } from './ask-plans.ts';
import type { Session } from './session.ts';

export type LastPlan =
  | { readonly kind: 'plan'; readonly planId: string }
  /** A sentence for a person. */
  | { readonly kind: 'failed'; readonly message: string };

/**
 * The plan that is meant where none is named, of one account where one is, which a line to the person names after `what`.
 * - `begun`: the newest that has begun; where none has, the newest
 * - `any`: the newest
 */
export async function lastPlan(
  which: 'begun' | 'any',
  what: string,
  session: Session,
  account?: string,
): Promise<LastPlan> {
  const asked = await askForList(account, session);
  if (asked.kind === 'failed') return asked;
  const { plans } = asked.answer;
  const begun =
    which === 'begun'
      ? plans.find(({ state }) => state === 'begun' || state === 'ended')
      : undefined;
  const last = begun ?? plans.find(({ state }) => state !== 'unreadable');
  if (last === undefined) {
    const of = account === undefined ? '' : ` of ${plain(account)}`;
    const none =
      plans.length === 0 ? `There is no plan${of} yet` : `No stored plan${of} can be read`;
    const subject = account === undefined ? 'ACCOUNT' : shellWord(plain(account));
    return {
      kind: 'failed',
      message: `${none}; ${session.typed(`prune plan ${subject}`)} makes one.`,
    };
  }
  const among = account === undefined ? ' of all accounts' : '';
  const whose =
    last.account === undefined ? '' : ` of ${plain(last.account.name)} (${plain(last.account.id)})`;
  session.terminal.err(
    `${what} ${plain(last.planId)}${whose}${begun === undefined ? `, the newest${among}` : ', the last that has begun'}; ${session.typed('prune list')} names the others`,
  );
  return { kind: 'plan', planId: last.planId };
}
