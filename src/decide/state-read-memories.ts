import type { LimitMemory, Memory, OnceMemory, SightMemory } from '../model/watch-state.ts';
import { account, at, cause, level } from './state-read-notices.ts';
import type { Fields, Reader } from './state-read.ts';
import { day, flag, objectOf, oneOf, text, whole } from './state-read.ts';

const place = (of: Fields) => ({
  account: of.get('account', account),
  place: of.get('place', text),
});

function limitMemory(of: Fields): LimitMemory {
  const open = of.maybe(
    'open',
    objectOf((alert) => ({
      level: alert.get('level', level),
      cause: alert.get('cause', cause),
      since: alert.get('since', at),
      toldAt: alert.get('toldAt', at),
      muted: alert.get('muted', flag),
    })),
  );
  const jumpDay = of.maybe('jumpDay', day);
  return {
    kind: 'limit',
    ...place(of),
    limit: of.get('limit', text),
    ...(open !== undefined && { open }),
    sequence: of.get('sequence', whole),
    ...(jumpDay !== undefined && { jumpDay }),
  };
}

function sightMemory(of: Fields): SightMemory {
  const open = of.maybe(
    'open',
    objectOf((alert) => ({
      since: alert.get('since', at),
      toldAt: alert.get('toldAt', at),
      reasons: alert.get('reasons', text),
      muted: alert.get('muted', flag),
    })),
  );
  return {
    kind: 'sight',
    ...place(of),
    ...(open !== undefined && { open }),
    sequence: of.get('sequence', whole),
  };
}

const onceMemory = (of: Fields): OnceMemory => ({
  kind: 'once',
  at: of.get('at', at),
  sequence: of.get('sequence', whole),
});

export const memory: Reader<Memory> = objectOf((of): Memory => {
  const kind = of.get('kind', oneOf('limit', 'sight', 'once'));
  switch (kind) {
    case 'limit':
      return limitMemory(of);
    case 'sight':
      return sightMemory(of);
    case 'once':
      return onceMemory(of);
  }
});
