import type { PruneStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { exactTime } from '../../documents/model-values.ts';
import type { Codec } from '../../documents/codec.ts';
import { document, inline, optional, record } from '../../documents/records.ts';
import { anything, text } from '../../documents/values.ts';
import { planningName } from './documents.ts';
import type { Planning } from './planning.ts';

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
  planning: StoredPlanning,
  { kind, nameOf }: InTheMaking = PLAN,
): Promise<void> {
  await store.create(nameOf(runId), encode(planning, planningOf(kind)));
}

/** @returns undefined when there is none, or none that can be gone on with. */
export async function loadPlanning(
  store: PruneStore,
  runId: string,
  { kind, nameOf }: InTheMaking = PLAN,
): Promise<StoredPlanning | undefined> {
  const found = await store.read(nameOf(runId));
  if (found === undefined) return undefined;
  const planning = parse(found, planningOf(kind));
  return planning.ok ? planning.value : undefined;
}

function planningOf(kind: string): Codec<StoredPlanning> {
  return document(
    { kind, format: 1 },
    record<StoredPlanning>({
      event: anything,
      planning: inline(record<Planning>({ begunAt: exactTime, state: optional(text) })),
    }),
  );
}
