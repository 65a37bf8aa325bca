import { setTimeout as delay } from 'node:timers/promises';

import { instant } from '../model/time.ts';
import type { Clock } from '../model/clock.ts';

export const systemClock: Clock = {
  now: () => instant(Date.now()),
  sleep: async (ms, signal) => {
    signal?.throwIfAborted();
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    }
  },
};
