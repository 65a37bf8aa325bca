import type { Brand } from '../../../src/model/aws-ids.ts';

/** Tells one run's things from another's: eight letters and digits. */
export type ProveRunId = Brand<string, 'ProveRunId'>;

/** Names of all that `prove` makes begin with it. */
export const PROVE_PREFIX = 'limits-watchdog-prove-';
/** Path of its roles, so that they can be listed without the account's others. */
export const PROVE_ROLE_PATH = '/limits-watchdog-prove/';
/** Holds the run's id. Nothing without it is ever deleted, whatever its name. */
export const PROVE_TAG = 'limits-watchdog-prove';
/** When the run began: `2026-11-22T06:00:00Z`. */
export const PROVE_BEGAN_TAG = 'limits-watchdog-prove-began';

/** Of what `npm run smoke` makes: `smoke`. */
export const PROVE_FOR_TAG = 'limits-watchdog-prove-for';

const RUN_ID_LENGTH = 8;
const RUN_ID = /^[a-z0-9]{8}$/;
const NAME = /^limits-watchdog-prove-([a-z0-9]{8})-[a-z]{1,20}$/;
const BASE = 36;

/** @param chance a number from 0 up to 1, another one at each call */
export function newProveRunId(chance: () => number): ProveRunId {
  const digits = Array.from({ length: RUN_ID_LENGTH }, () =>
    Math.floor(chance() * BASE).toString(BASE),
  );
  return proveRunId(digits.join(''));
}

/** @throws TypeError unless it is eight letters and digits */
export function proveRunId(text: string): ProveRunId {
  if (!RUN_ID.test(text)) throw new TypeError(`${JSON.stringify(text)} is not the id of a run`);
  return text as ProveRunId;
}

export function isProveRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** `limits-watchdog-prove-x7f3k2m9-`: what all names of a run begin with. */
export function prefixOf(run: ProveRunId): string {
  return `${PROVE_PREFIX}${run}-`;
}

/** The run that a name claims to belong to; undefined for a name that no run gives. */
export function runOfName(name: string): ProveRunId | undefined {
  const id = NAME.exec(name)?.[1];
  return id === undefined ? undefined : proveRunId(id);
}
