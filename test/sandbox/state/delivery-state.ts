import type { AlarmWorld, QueueWorld } from '../world/delivery.ts';

/** One entry of an alarm's history, the newest first in its list. */
export interface AlarmRecord {
  /** Epoch milliseconds. */
  readonly time: number;
  readonly type: 'StateUpdate' | 'Action';
  readonly data: string;
}

/** One alarm while the sandbox runs. */
export class AlarmState {
  readonly world: AlarmWorld;
  state: AlarmWorld['state'];
  reason = '';
  readonly history: AlarmRecord[] = [];

  constructor(world: AlarmWorld) {
    this.world = world;
    this.state = world.state;
  }
}

export interface QueueMessage {
  readonly id: string;
  readonly body: string;
  /** Epoch milliseconds until which no receiver gets it. */
  hiddenUntil: number;
}

/** One queue while the sandbox runs. */
export class QueueState {
  readonly world: QueueWorld;
  messages: QueueMessage[];

  constructor(world: QueueWorld) {
    this.world = world;
    this.messages = (world.messages ?? []).map((body, at) => ({
      id: `00000000-0000-4000-8000-00000000000${at}`,
      body,
      hiddenUntil: 0,
    }));
  }
}
