import { didYouMean } from '../../config/did-you-mean.ts';
import { quoted } from '../../config/faults.ts';
import { CODE_GLOB, SHORT_TEXT } from '../../documents/text-patterns.ts';
import { readUntil } from '../../alerts/mutes/until-text.ts';
import { WHOLE_ACCOUNT } from '../../config/defaults.ts';
import type { MuteCoverage } from '../../alerts/notices/mutes.ts';
import { muteCoverage } from '../../alerts/notices/mutes.ts';
import type { ConfigurationFromList } from '../../accounts/list.ts';
import type { Mute } from '../../model/configuration.ts';
import { matchesSome, matchEverything } from '../../model/glob.ts';
import type { LimitDefinition } from '../../model/limit.ts';
import type { StoredMute } from '../../model/stored-mute.ts';
import { MOST_MUTE_DAYS } from '../../model/stored-mute.ts';
import type { Instant } from '../../model/time.ts';
import { DAY_MS } from '../../model/time.ts';
import { utcText } from '../../text/times.ts';
import type { MuteRequest } from './mute-event.ts';

export interface MuteRefusal {
  readonly code:
    | 'until-not-understood'
    | 'until-past'
    | 'until-too-late'
    | 'not-watched'
    | 'covers-everything'
    | 'covers-nothing'
    | 'too-many'
    | 'no-such-mute';
  /** The key of the event that is at fault, such as `until`. */
  readonly field: string;
  /** What is wrong, as a part of a sentence: without capital letter and full stop. */
  readonly problem: string;
}

export type CheckedMute =
  | { readonly ok: true; readonly mute: Mute & Pick<StoredMute, 'statedBy'> }
  | { readonly ok: false; readonly refusals: readonly MuteRefusal[] };

type Globs = Pick<Mute, 'accounts' | 'regions' | 'limits'>;

/** Returns the requested mute, or all its faults. Except for `until`, mutes in `watchdog.yml` have the same rules. */
export function checkMuteRequest(
  request: MuteRequest,
  known: ConfigurationFromList,
  limits: readonly LimitDefinition[],
  now: Instant,
): CheckedMute {
  const { accounts, regions, limits: named, everything, owner, reason, by } = request;
  const until = readUntil(request.until, now);
  const globs = { accounts, regions, limits: named };
  const notUnderstood = (problem: string) =>
    ({
      code: 'until-not-understood',
      field: 'until',
      problem: `${quoted(request.until)}: ${problem}`,
    }) as const;
  const unwatched = unwatchedGlobs(globs, known, limits);
  const refusals = [
    ...(until.ok ? outOfRange(until.until, now) : [notUnderstood(until.problem)]),
    ...unwatched,
    ...(unwatched.length === 0 ? coverageFaults(globs, everything, known, limits) : []),
  ];
  if (!until.ok || refusals.length > 0) return { ok: false, refusals };
  const mute = { ...globs, until: until.until, owner, reason, statedBy: by };
  return { ok: true, mute: { ...mute, ...(everything && { everything }) } };
}

/** How much of what is watched a mute covers; `not-known` if that depends on an account list that may be outdated. */
export function coverageNow(
  mute: Globs,
  { configuration, doubt }: ConfigurationFromList,
  limits: readonly LimitDefinition[],
): MuteCoverage | 'not-known' {
  const coverage = muteCoverage(mute, configuration.accounts, limits);
  if (doubt === undefined) return coverage;
  const isOpen =
    matchEverything(mute.accounts) &&
    matchEverything(mute.regions) &&
    limits.every(({ id }) => matchesSome([id], mute.limits));
  return isOpen ? 'everything' : 'not-known';
}

function outOfRange(until: Instant, now: Instant): readonly MuteRefusal[] {
  if (until <= now) {
    const problem = `${utcText(until)} is in the past; it is ${utcText(now)}`;
    return [{ code: 'until-past', field: 'until', problem }];
  }
  if (until - now > MOST_MUTE_DAYS * DAY_MS) {
    const problem = `${utcText(until)} is more than ${MOST_MUTE_DAYS} days away; a mute that lasts longer belongs in watchdog.yml`;
    return [{ code: 'until-too-late', field: 'until', problem }];
  }
  return [];
}

/** Returns refusals of globs that match nothing watched. Accounts and Regions are not checked if their list may be outdated. */
function unwatchedGlobs(
  globs: Globs,
  { configuration, doubt }: ConfigurationFromList,
  limits: readonly LimitDefinition[],
): readonly MuteRefusal[] {
  const { accounts } = configuration;
  const regions = accounts.flatMap((account) =>
    account.regions.map(({ region }) => String(region)),
  );
  const checked = doubt === undefined;
  const unfit = (field: keyof Globs, form: RegExp, isChecked: boolean, names: readonly string[]) =>
    globs[field]
      .filter((glob) => !form.test(glob) || (isChecked && !matchesSome(names, [glob])))
      .map((glob): MuteRefusal => {
        const problem = `${quoted(glob)} fits nothing that is watched${hint(glob, names, field)}`;
        return { code: 'not-watched', field, problem };
      });
  const accountNames = [...accounts.map(({ name }) => name), ...accounts.map(({ id }) => id)];
  const limitIds = limits.map(({ id }) => id);
  return [
    ...unfit('accounts', SHORT_TEXT, checked, accountNames),
    ...unfit('regions', CODE_GLOB, checked, [...new Set(regions), WHOLE_ACCOUNT]),
    ...unfit('limits', CODE_GLOB, true, limitIds),
  ];
}

/** Returns a suggestion for a glob that matches nothing: `s3-buckets` for `buckets`. */
function hint(glob: string, names: readonly string[], field: keyof Globs): string {
  const word = glob.toLowerCase().replace(/[*?]/g, '');
  const containing =
    word.length < 3 ? undefined : names.find((one) => one.toLowerCase().includes(word));
  const meant = didYouMean(glob, names) ?? containing;
  if (meant !== undefined) return ` (did you mean ${meant}?)`;
  return field === 'limits' ? `; there are ${names.join(', ')}` : '';
}

function coverageFaults(
  globs: Globs,
  everything: boolean,
  known: ConfigurationFromList,
  limits: readonly LimitDefinition[],
): readonly MuteRefusal[] {
  switch (coverageNow(globs, known, limits)) {
    case 'part':
    case 'not-known':
      return [];
    case 'everything': {
      const problem =
        'this would mute everything that is watched; name accounts, Regions or limits, or say that everything is meant';
      return everything ? [] : [{ code: 'covers-everything', field: 'everything', problem }];
    }
    case 'nothing': {
      const problem = 'none of these accounts has such a limit in such a Region';
      return [{ code: 'covers-nothing', field: 'limits', problem }];
    }
  }
}
