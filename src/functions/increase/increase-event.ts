import { itself } from '../doctor-selection.ts';
import { EventReader } from '../prune/prune-event.ts';

/** What the increase function is asked for: `{"increase": true}`, by its schedule alone. */
export interface IncreaseEvent {
  readonly kind: 'increase';
}

/** @throws EventNotUnderstood before anything is touched, for every other event. */
export function readIncreaseEvent(event: unknown): IncreaseEvent {
  const reader = new EventReader(event);
  reader.required('increase', itself);
  reader.end();
  return { kind: 'increase' };
}
