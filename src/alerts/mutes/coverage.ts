import type { AccountConfiguration, Mute } from '../../model/configuration.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import { covers } from '../notices/mutes.ts';

/** How much of what is watched a mute covers. */
export type MuteCoverage = 'nothing' | 'part' | 'everything';

type Watched = Pick<AccountConfiguration, 'id' | 'name' | 'regions'>;

/** With no account at all, nobody knows: `part`. */
export function muteCoverage(
  mute: Pick<Mute, 'accounts' | 'regions' | 'limits'>,
  accounts: readonly Watched[],
  limits: readonly Pick<LimitDefinition, 'id' | 'scope'>[],
): MuteCoverage {
  const covered = accounts.flatMap(({ id, name, regions }) => {
    const isAccount = covers(mute.accounts, id) || covers(mute.accounts, name);
    return limits.flatMap((limit) => {
      const isLimit = isAccount && covers(mute.limits, limit.id);
      const places = limit.scope === 'account' ? ['global'] : regions.map(({ region }) => region);
      return places.map((place) => isLimit && covers(mute.regions, place));
    });
  });
  if (covered.length === 0) return 'part';
  if (!covered.includes(true)) return 'nothing';
  return covered.includes(false) ? 'part' : 'everything';
}
