import { STATE_VERSION } from '../../model/watch-state.ts';

type Stored = Readonly<Record<string, unknown>>;

/** Makes a state of the next version out of one of this version, whose fields have not been checked. */
type Step = (older: Stored) => Stored;

/**
 * By the version that each step starts from; a state goes through all that are left. A field that
 * changes its meaning takes a new version and a step here; a field that is added as optional does not.
 */
const STEPS: readonly Step[] = [fromBeforePending, fromBeforeTopics];

/**
 * Version 0 was never released. It knew neither digests that wait to be accepted nor aliases, and
 * shows how a step is written: nothing was waiting, and nothing is known of any alias.
 */
function fromBeforePending(older: Stored): Stored {
  return { ...older, version: 1, pending: [], aliases: {}, aliasesReadOn: {} };
}

/** Version 1 did not know when a topic was first seen: each is new to the next run. */
function fromBeforeTopics(older: Stored): Stored {
  return { ...older, version: 2, topics: {} };
}

/** Whether this release can read that version, at once or after migration. */
export function isReadable(version: unknown): version is number {
  return Number.isInteger(version) && Number(version) >= 0 && Number(version) <= STATE_VERSION;
}

/** `stored`, of `version`, as a state of today's version would be stored. */
export function migrated(stored: Stored, version: number): Stored {
  return STEPS.slice(version, STATE_VERSION).reduce((older, step) => step(older), stored);
}
