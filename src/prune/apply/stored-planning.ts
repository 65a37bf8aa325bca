import type { PruneStore } from '../ports.ts';
import { encode, parse } from '../../documents/codec.ts';
import { exactTime } from '../../documents/model-values.ts';
import type { Codec } from '../../documents/codec.ts';
import { document, inline, optional, record } from '../../documents/records.ts';
import { anything, text } from '../../documents/values.ts';
import { planningName } from './documents.ts';
import type { Planning } from './planning.ts';

/** Plannings of plans and of reviews are stored apart; neither continues as the other. */
export interface PlanningKind {
  readonly kind: string;
  readonly nameOf: (runId: string) => string;
}

const PLAN: PlanningKind = { kind: 'limits-watchdog.prune-planning', nameOf: planningName };

/** An unfinished planning with its first event. */
export interface StoredPlanning {
  readonly event: unknown;
  readonly planning: Planning;
}

/** Stores a planning under the id of its last run. */
export async function storePlanning(
  store: PruneStore,
  runId: string,
  planning: StoredPlanning,
  { kind, nameOf }: PlanningKind = PLAN,
): Promise<void> {
  await store.create(nameOf(runId), encode(planning, planningOf(kind)));
}

/** Undefined where there is none or it is unreadable. */
export async function loadPlanning(
  store: PruneStore,
  runId: string,
  { kind, nameOf }: PlanningKind = PLAN,
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
