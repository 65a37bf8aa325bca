import type { AlarmWorld, QueueWorld } from '../world/delivery.ts';

/** One entry of an alarm's history; the history lists the newest first. */
export interface AlarmRecord {
  /** The time of the entry, in epoch milliseconds. */
  readonly time: number;
  readonly type: 'StateUpdate' | 'Action';
  readonly data: string;
}

/** The current state of one alarm, with its history. */
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
  /** Until when no receiver gets the message, in epoch milliseconds. */
  hiddenUntil: number;
}

/** The current state of one queue, with its messages. */
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
