import type { Brand } from '../../../src/model/aws-ids.ts';

/** The id in the names and tags of one run's resources: eight lower-case letters and digits. */
export type ProveRunId = Brand<string, 'ProveRunId'>;

/** The prefix of the names of everything that `prove` creates. */
export const PROVE_PREFIX = 'limits-watchdog-prove-';
/** The IAM path of its roles, so that they can be listed without the account's other roles. */
export const PROVE_ROLE_PATH = '/limits-watchdog-prove/';
/** The tag that holds the run's id. A resource without it is never deleted, whatever its name. */
export const PROVE_TAG = 'limits-watchdog-prove';
/** The tag that holds when the run began: `2026-11-22T06:00:00Z`. */
export const PROVE_BEGAN_TAG = 'limits-watchdog-prove-began';

/** The tag that names another command as creator: `smoke`. */
export const PROVE_FOR_TAG = 'limits-watchdog-prove-for';

const RUN_ID_LENGTH = 8;
const RUN_ID = /^[a-z0-9]{8}$/;
const NAME = /^limits-watchdog-prove-([a-z0-9]{8})-[a-z]{1,20}$/;
const BASE = 36;

/** @param chance returns a random number from 0 up to 1 */
export function newProveRunId(chance: () => number): ProveRunId {
  const digits = Array.from({ length: RUN_ID_LENGTH }, () =>
    Math.floor(chance() * BASE).toString(BASE),
  );
  return proveRunId(digits.join(''));
}

/** @throws TypeError unless the text is eight lower-case letters and digits */
export function proveRunId(text: string): ProveRunId {
  if (!RUN_ID.test(text)) throw new TypeError(`${JSON.stringify(text)} is not the id of a run`);
  return text as ProveRunId;
}

export function isProveRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** The prefix of all names of a run: `limits-watchdog-prove-x7f3k2m9-`. */
export function prefixOf(run: ProveRunId): string {
  return `${PROVE_PREFIX}${run}-`;
}

/** Returns the run whose id is in the name; undefined when the name does not have the form of a run's names. */
export function runOfName(name: string): ProveRunId | undefined {
  const id = NAME.exec(name)?.[1];
  return id === undefined ? undefined : proveRunId(id);
}
