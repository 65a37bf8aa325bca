import type { PruneStore } from '../ports.ts';
import type { Read } from '../../documents/reading.ts';
import { instantText, object, oneOf, parsed, readInstant, text } from '../../documents/reading.ts';
import { planningName } from './documents.ts';
import type { Planning } from './planning.ts';

const PLANNING_KIND = 'limits-watchdog.prune-planning';
const PLANNING_FORMAT = 1;

/** A plan in the making: what was asked for at first, and how far it is. */
export interface StoredPlanning {
  readonly event: unknown;
  readonly planning: Planning;
}

/** Under the id of the run that got so far. */
export async function storePlanning(
  store: PruneStore,
  runId: string,
  { event, planning }: StoredPlanning,
): Promise<void> {
  const { begunAt, state } = planning;
  await store.create(
    planningName(runId),
    JSON.stringify({
      kind: PLANNING_KIND,
      format: PLANNING_FORMAT,
      event,
      begunAt: instantText(begunAt),
      ...(state !== undefined && { state }),
    }),
  );
}

/** @returns undefined when there is none, or none that can be gone on with. */
export async function loadPlanning(
  store: PruneStore,
  runId: string,
): Promise<StoredPlanning | undefined> {
  const found = await store.read(planningName(runId));
  if (found === undefined) return undefined;
  const planning = parsed(found, readPlanning);
  return planning.ok ? planning.value : undefined;
}

const anything: Read<unknown> = (value) => value;

const readPlanning: Read<StoredPlanning> = object(({ required, optional }) => {
  required('kind', oneOf([PLANNING_KIND]));
  required('format', oneOf([PLANNING_FORMAT]));
  return {
    event: required('event', anything),
    planning: {
      begunAt: required('begunAt', readInstant),
      state: optional('state', text),
    },
  };
});
