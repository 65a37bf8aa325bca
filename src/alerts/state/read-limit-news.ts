import { region } from '../../model/aws-ids.ts';
import { limitId } from '../../model/limit.ts';
import type { AlertCause, AlertLevel } from '../../model/notice.ts';
import type { Target } from '../../model/target.ts';
import { account } from '../../documents/stored-account.ts';
import type { Fields, Reader } from '../../documents/stored-values.ts';
import { finite, made, objectOf, oneOf, text } from '../../documents/stored-values.ts';
import {
  amount,
  at,
  figure,
  forecast,
  increase,
  jump,
  ownIncrease,
  parent,
  stated,
} from './figures.ts';
import { inventory } from './inventory.ts';

export const level: Reader<AlertLevel> = oneOf('warn', 'critical');
export const cause: Reader<AlertCause> = oneOf('threshold', 'forecast');

export const limit = made(text, limitId);

export const target: Reader<Target> = objectOf((of): Target => {
  const scope = of.get('scope', oneOf('region', 'account'));
  switch (scope) {
    case 'account':
      return { scope, account: of.get('account', account) };
    case 'region':
      return {
        scope,
        account: of.get('account', account),
        region: of.get('region', made(text, region)),
        origin: of.get('origin', oneOf('account', 'default')),
      };
  }
});

/** What a notice says about one limit. */
export function limitNews(of: Fields) {
  const levelNow = of.maybe('level', level);
  const because = of.maybe('cause', cause);
  const expected = of.maybe('forecast', forecast);
  const asked = of.maybe('increase', increase);
  const own = of.maybe('ownIncrease', ownIncrease);
  const weekGrowth = of.maybe('weekGrowth', finite);
  const jumped = of.maybe('jump', jump);
  const moment = of.maybe('figure', figure);
  return {
    change: of.get('change', oneOf('raised', 'escalated', 'reminded', 'eased', 'recovered')),
    target: of.get('target', target),
    limit: of.get('limit', limit),
    used: of.get('used', amount),
    quota: of.get('quota', amount),
    since: of.get('since', at),
    ...(levelNow !== undefined && { level: levelNow }),
    ...(because !== undefined && { cause: because }),
    ...(expected !== undefined && { forecast: expected }),
    ...(asked !== undefined && { increase: asked }),
    ...(own !== undefined && { ownIncrease: own }),
    ...(weekGrowth !== undefined && { weekGrowth }),
    ...(jumped !== undefined && { jump: jumped }),
    ...(moment !== undefined && { figure: moment }),
    ...statedIn(of),
    ...parentIn(of),
    ...inventoryIn(of),
  };
}

/** Who states its quota, where the configuration does. */
export function statedIn(of: Fields) {
  const by = of.maybe('stated', stated);
  return by === undefined ? {} : { stated: by };
}

/** Of what it is the worst, where many have the limit. */
export function parentIn(of: Fields) {
  const worst = of.maybe('parent', parent);
  return worst === undefined ? {} : { parent: worst };
}

/** What fills it, where that was listed. */
export function inventoryIn(of: Fields) {
  const held = of.maybe('inventory', inventory);
  return held === undefined ? {} : { inventory: held };
}
