import type { PruneStore } from '../ports.ts';
import type { Read } from '../../documents/reading.ts';
import { instantText, object, oneOf, parsed, readInstant, text } from '../../documents/reading.ts';
import { planningName } from './documents.ts';
import type { Planning } from './planning.ts';

const PLANNING_FORMAT = 1;

/** What is in the making: plans and reviews are kept apart, and neither goes on as the other. */
export interface InTheMaking {
  readonly kind: string;
  readonly nameOf: (runId: string) => string;
}

const PLAN: InTheMaking = { kind: 'limits-watchdog.prune-planning', nameOf: planningName };

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
  { kind, nameOf }: InTheMaking = PLAN,
): Promise<void> {
  const { begunAt, state } = planning;
  await store.create(
    nameOf(runId),
    JSON.stringify({
      kind,
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
  { kind, nameOf }: InTheMaking = PLAN,
): Promise<StoredPlanning | undefined> {
  const found = await store.read(nameOf(runId));
  if (found === undefined) return undefined;
  const planning = parsed(found, readPlanningOf(kind));
  return planning.ok ? planning.value : undefined;
}

const anything: Read<unknown> = (value) => value;

const readPlanningOf = (kind: string): Read<StoredPlanning> =>
  object(({ required, optional }) => {
    required('kind', oneOf([kind]));
    required('format', oneOf([PLANNING_FORMAT]));
    return {
      event: required('event', anything),
      planning: {
        begunAt: required('begunAt', readInstant),
        state: optional('state', text),
      },
    };
  });
