import type { Caller, Pace } from './caller.ts';
import { pipes } from './pipes.ts';

/**
 * Every caller of versions, in the order in which plans give their reasons. No setting and no stored
 * document can skip one of them.
 */
export const CALLERS = [pipes] as const satisfies readonly Caller[];

const PACES: ReadonlyMap<string, Pace> = new Map(
  CALLERS.flatMap(({ grants }) => Object.entries(grants)).map(([action, { pace }]) => [
    action,
    pace,
  ]),
);

/** @throws TypeError for an action that no caller needs. */
export function paceOf(action: string): Pace {
  const pace = PACES.get(action);
  if (pace === undefined) throw new TypeError(`no caller needs ${action}`);
  return pace;
}
