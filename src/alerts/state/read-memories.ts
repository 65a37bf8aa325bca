import type { Instant } from '../../model/time.ts';
import type {
  DiscoveryMemory,
  LimitMemory,
  Memory,
  OnceMemory,
  PruneRoleMemory,
  VisibilityMemory,
} from '../../model/watch-state.ts';
import { at } from './figures.ts';
import { account } from '../../documents/stored-account.ts';
import { cause, level } from './read-limit-news.ts';
import { knownAccount } from './read-notices.ts';
import type { Fields, Reader } from '../../documents/stored-values.ts';
import {
  day,
  flag,
  listOf,
  NotUnderstood,
  objectOf,
  oneOf,
  shown,
  text,
  whole,
} from '../../documents/stored-values.ts';

const place = (of: Fields) => ({
  account: of.get('account', account),
  place: of.get('place', text),
});

/** What every open alert has. */
const told = (alert: Fields) => {
  const neverTold = alert.maybe('neverTold', always);
  return {
    since: alert.get('since', at),
    toldAt: alert.get('toldAt', at),
    muted: alert.get('muted', flag),
    ...(neverTold !== undefined && { neverTold }),
  };
};

const always: Reader<true> = (stored, path) => {
  if (stored !== true) throw new NotUnderstood(`${path} is ${shown(stored)}, not true`);
  return true;
};

function lastTold(of: Fields): { readonly lastToldAt?: Instant } {
  const lastToldAt = of.maybe('lastToldAt', at);
  return lastToldAt === undefined ? {} : { lastToldAt };
}

function forecastGone(alert: Fields): { readonly noForecastSince?: Instant } {
  const noForecastSince = alert.maybe('noForecastSince', at);
  return noForecastSince === undefined ? {} : { noForecastSince };
}

function increaseTold(alert: Fields): { readonly increase?: string } {
  const increase = alert.maybe('increase', text);
  return increase === undefined ? {} : { increase };
}

function limitMemory(of: Fields): LimitMemory {
  const open = of.maybe(
    'open',
    objectOf((alert) => ({
      level: alert.get('level', level),
      cause: alert.get('cause', cause),
      ...told(alert),
      ...forecastGone(alert),
      ...increaseTold(alert),
    })),
  );
  const jumpDay = of.maybe('jumpDay', day);
  return {
    kind: 'limit',
    ...place(of),
    limit: of.get('limit', text),
    ...(open !== undefined && { open }),
    ...lastTold(of),
    sequence: of.get('sequence', whole),
    ...(jumpDay !== undefined && { jumpDay }),
  };
}

function sightMemory(of: Fields): VisibilityMemory {
  const open = of.maybe(
    'open',
    objectOf((alert) => ({
      reasons: alert.get('reasons', text),
      ...told(alert),
    })),
  );
  return {
    kind: 'sight',
    ...place(of),
    ...(open !== undefined && { open }),
    ...lastTold(of),
    sequence: of.get('sequence', whole),
  };
}

const onceMemory = (of: Fields): OnceMemory => ({
  kind: 'once',
  at: of.get('at', at),
  sequence: of.get('sequence', whole),
});

const openSince = objectOf((alert) => ({
  since: alert.get('since', at),
  toldAt: alert.get('toldAt', at),
}));

function pruneRoleMemory(of: Fields): PruneRoleMemory {
  const open = of.maybe('open', openSince);
  return {
    kind: 'prune-role',
    account: of.get('account', account),
    ...(open !== undefined && { open }),
    sequence: of.get('sequence', whole),
  };
}

function discoveryMemory(of: Fields): DiscoveryMemory {
  const open = of.maybe('open', openSince);
  return {
    kind: 'discovery',
    accounts: of.get('accounts', listOf(objectOf(knownAccount))),
    ...(open !== undefined && { open }),
    sequence: of.get('sequence', whole),
  };
}

export const memory: Reader<Memory> = objectOf((of): Memory => {
  const kind = of.get('kind', oneOf('limit', 'sight', 'once', 'discovery', 'prune-role'));
  switch (kind) {
    case 'limit':
      return limitMemory(of);
    case 'sight':
      return sightMemory(of);
    case 'once':
      return onceMemory(of);
    case 'discovery':
      return discoveryMemory(of);
    case 'prune-role':
      return pruneRoleMemory(of);
  }
});
