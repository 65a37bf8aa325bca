import { plain } from '../../text/plain.ts';
import { askForList } from './ask-plans.ts';
import type { Session } from './session.ts';

export type LastPlan =
  | { readonly kind: 'plan'; readonly planId: string }
  /** A sentence for a person. */
  | { readonly kind: 'failed'; readonly message: string };

/**
 * The plan that is meant where none is named, which a line to the person names after `what`.
 * - `begun`: the newest that has begun; where none has, the newest
 * - `any`: the newest
 */
export async function lastPlan(
  which: 'begun' | 'any',
  what: string,
  session: Session,
): Promise<LastPlan> {
  const asked = await askForList(undefined, session);
  if (asked.kind === 'failed') return asked;
  const { plans } = asked.answer;
  const begun =
    which === 'begun'
      ? plans.find(({ state }) => state === 'begun' || state === 'ended')
      : undefined;
  const last = begun ?? plans.find(({ state }) => state !== 'unreadable');
  if (last === undefined) {
    const none = plans.length === 0 ? 'There is no plan yet' : 'No stored plan can be read';
    return {
      kind: 'failed',
      message: `${none}; ${session.typed('prune plan ACCOUNT')} makes one.`,
    };
  }
  session.terminal.err(
    `${what} ${plain(last.planId)}${begun === undefined ? ', the newest' : ', the last that has begun'}; ${session.typed('prune list')} names the others`,
  );
  return { kind: 'plan', planId: last.planId };
}
