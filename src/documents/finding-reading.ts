import type { Responsibility } from '../model/limit.ts';
import type { AccountRef } from '../model/configuration.ts';
import { STAGES } from '../model/configuration.ts';
import type { FigureTime, Finding, WorstParent } from '../model/finding.ts';
import type { MuteRef } from '../model/notice.ts';
import type { ReportedFinding } from '../model/run-report.ts';
import type { Target } from '../model/target.ts';
import type { Unit } from '../model/units.ts';
import { quantity } from '../model/units.ts';
import { readIncrease, readOwnIncrease } from './increase-reading.ts';
import { readInventory } from './inventory-reading.ts';
import { readTime, STATES } from './kept-runs.ts';
import { readLimitId, readThresholds } from './limit-reading.ts';
import type { Fields, Read } from './reading.ts';
import {
  list,
  number,
  object,
  oneOf,
  readAccountId,
  readCount,
  readFailure,
  readRegion,
  text,
} from './reading.ts';

/** What `findingJson` has written. */
export function readFinding(units: ReadonlyMap<string, Unit>): Read<ReportedFinding> {
  return object((fields): ReportedFinding => {
    const { optional } = fields;
    const forecast = optional('forecast', readForecast);
    const mutedBy = optional('mutedBy', object(muteIn));
    const before = optional('before', oneOf([...STATES, 'new']));
    return {
      finding: findingIn(fields, units),
      samples: optional('samples', list(readSample)) ?? [],
      ...(forecast !== undefined && { forecast }),
      ...(mutedBy !== undefined && { mutedBy }),
      ...(before !== undefined && { before }),
    };
  });
}

function findingIn(fields: Fields, units: ReadonlyMap<string, Unit>): Finding {
  const { required, optional } = fields;
  const limit = required('limit', readLimitId);
  const subject = { target: targetIn(fields), limit };
  const state = required('state', oneOf(STATES));
  if (state === 'not-measured' || state === 'not-enabled' || state === 'no-data') {
    return { state, ...subject, failure: required('failure', readFailure) };
  }
  const unit = units.get(limit) ?? 'count';
  const used = quantity(unit, required('used', readCount));
  const inventory = optional('inventory', readInventory);
  const parent = optional('parent', readParent);
  const figure = optional('figure', readFigure);
  const detail = {
    ...(inventory !== undefined && { inventory }),
    ...(parent !== undefined && { parent }),
    ...(figure !== undefined && { figure }),
  };
  if (state === 'unknown') {
    return { state, ...subject, used, failure: required('failure', readFailure), ...detail };
  }
  const quotaReadAt = optional('quotaReadAt', readTime);
  const stated = optional('stated', readStated);
  const increase = optional('increase', readIncrease(unit));
  const ownIncrease = optional('ownIncrease', readOwnIncrease(unit));
  const remark = optional('remark', text);
  return {
    state,
    ...subject,
    used,
    quota: quantity(unit, required('quota', readCount)),
    thresholds: required('thresholds', readThresholds(unit)),
    ...(quotaReadAt !== undefined && { quotaReadAt }),
    ...(stated !== undefined && { stated }),
    ...(increase !== undefined && { increase }),
    ...(ownIncrease !== undefined && { ownIncrease }),
    ...(remark !== undefined && { remark }),
    ...detail,
  };
}

const readParent: Read<WorstParent> = object(({ required }) => ({
  kind: required('kind', text),
  name: required('name', text),
}));

/** What `figureJson` has written. */
const readFigure: Read<FigureTime> = object(({ required }): FigureTime => {
  const kind = required('kind', oneOf(['latest', 'peak']));
  const at = required('at', readTime);
  return kind === 'latest' ? { kind, at } : { kind, at, since: required('since', readTime) };
});

/** Who states something in the configuration, and why. */
const readStated: Read<Responsibility> = object(({ required }) => ({
  owner: required('owner', text),
  reason: required('reason', text),
}));

function targetIn({ required, optional }: Fields): Target {
  const account = required('account', readAccount);
  const region = optional('region', readRegion);
  if (region === undefined) return { scope: 'account', account };
  return { scope: 'region', account, region, origin: required('origin', readOrigin) };
}

export const readOrigin = oneOf(['account', 'default']);

export function readAccountIn({ required }: Fields): AccountRef {
  return {
    id: required('id', readAccountId),
    name: required('name', text),
    stage: required('stage', oneOf(STAGES)),
  };
}

export const readAccount: Read<AccountRef> = object(readAccountIn);

const readSample = object(({ required }) => ({
  day: required('day', text),
  used: required('used', number),
}));

const readForecast = object(({ required, optional }) => {
  const latestDays = optional('latestDays', number);
  return {
    daysToFull: required('daysToFull', number),
    earliestDays: required('earliestDays', number),
    ...(latestDays !== undefined && { latestDays }),
    basisDays: required('basisDays', number),
    perDay: required('perDay', number),
  };
});

/** Who mutes something, why and until when. */
export function muteIn({ required, optional }: Fields): MuteRef {
  const id = optional('id', text);
  return {
    ...(id !== undefined && { id }),
    owner: required('owner', text),
    reason: required('reason', text),
    until: required('until', readTime),
  };
}
