import { region } from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import type { RuleContext } from './context.ts';
import { defaultStateBucket, DEFAULTS } from './defaults.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Draft } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';
import { BUCKET } from './schema.ts';

/**
 * Regions that do not exist or cannot be reached, accounts without one, and settings for production or for
 * the tooling account where it is not watched.
 */
export function placementProblems(
  context: RuleContext,
  knownRegions: readonly string[],
): readonly Problem[] {
  const { draft } = context;
  const known = new Set([...knownRegions, ...(draft.extraRegions ?? [])]);
  return [
    ...regionsIn(draft).flatMap(({ path, code }) => {
      const problem = known.has(code)
        ? partitionProblem(code, draft.tooling?.region)
        : unknownRegion(code, knownRegions);
      return problem === undefined ? [] : [{ path, ...problem }];
    }),
    ...accountsWithoutRegion(context),
    ...alarmWithoutProduction(context),
    ...rolesWithoutAccount(context),
    ...stateBucketProblems(context),
  ];
}

/** Roles of the tooling account in its stack, though that account is not watched. Rules may find it later. */
function rolesWithoutAccount({ draft, isFaulty }: RuleContext): readonly Problem[] {
  const { accounts = [], deploy, discovery, tooling } = draft;
  const path = ['deploy', 'rolesInStack'];
  if (deploy?.rolesInStack === undefined || discovery !== undefined) return [];
  if (isFaulty(path) || isFaulty(['accounts']) || isFaulty(['tooling'])) return [];
  if (accounts.some((account) => account?.id === undefined || account.id === tooling?.account)) {
    return [];
  }
  const message =
    'the account of tooling is not one of accounts, so it needs no such role; list it, or leave this out';
  return [{ path, message }];
}

/** An alarm on production that would be in alarm for ever. Rules may find production later. */
function alarmWithoutProduction({ draft, isFaulty }: RuleContext): readonly Problem[] {
  const { accounts = [], discovery, health } = draft;
  const path = ['health', 'productionPercent'];
  if (health?.productionPercent === undefined || discovery !== undefined) return [];
  const isProduction = accounts.some((account) => account?.stage !== 'nonprod');
  if (isFaulty(path) || isFaulty(['accounts']) || isProduction) return [];
  const message = 'no account has the stage prod; add one, or leave productionPercent out';
  return [{ path, message }];
}

function regionsIn(draft: Draft): readonly { path: Path; code: string }[] {
  const { accounts = [], accountsAt, tooling, deploy } = draft;
  const places: readonly (readonly [path: Path, code: string | undefined])[] = [
    [['tooling', 'region'], tooling?.region],
    [['deploy', 'stackSets', 'region'], deploy?.stackSets?.region],
    ...(draft.regions ?? []).map((code, at) => [['regions', at], code] as const),
    ...accounts.flatMap((account, at) =>
      (account?.regions ?? []).map(
        (code, place) => [[...accountsAt, at, 'regions', place], code] as const,
      ),
    ),
  ];
  return places.flatMap(([path, code]) => (code === undefined ? [] : [{ path, code }]));
}

function unknownRegion(code: string, known: readonly string[]): Omit<Problem, 'path'> {
  const suggestion = didYouMean(code, known);
  const message = `${quoted(code)} is not a known Region; correct it, or list it in extraRegions if AWS has opened it since`;
  return { message, ...(suggestion === undefined ? {} : { suggestion }) };
}

function partitionProblem(
  code: string,
  tooling: string | undefined,
): Omit<Problem, 'path'> | undefined {
  if (tooling === undefined) return undefined;
  const [here, there] = [partitionOf(region(tooling)), partitionOf(region(code))];
  if (here === there) return undefined;
  const message = `${code} is in the partition ${there} and tooling.region ${tooling} in ${here}, and credentials do not cross partitions; watch it from a deployment in ${there}`;
  return { message };
}

function accountsWithoutRegion({ draft, isFaulty }: RuleContext): readonly Problem[] {
  if (draft.regions !== undefined || isFaulty(['regions'])) return [];
  return (draft.accounts ?? []).flatMap((account, at) => {
    const isOpen = account === undefined || isFaulty([...draft.accountsAt, at, 'regions']);
    if (isOpen || account.regions !== undefined) return [];
    const message = 'has no Region; add regions to it, or to the top of the file for all accounts';
    return [{ path: [...draft.accountsAt, at], message }];
  });
}

/** A deployment of which no name for the bucket of the state can be made. */
function stateBucketProblems({ draft, isFaulty }: RuleContext): readonly Problem[] {
  const { deployment = DEFAULTS.deployment, tooling, state } = draft;
  const isNamed = state?.bucket !== undefined || isFaulty(['state', 'bucket']);
  if (isNamed || isFaulty(['deployment'])) return [];
  if (tooling?.account === undefined || tooling.region === undefined) return [];
  if (BUCKET.test(defaultStateBucket(deployment, tooling.account, tooling.region))) return [];
  const name = defaultStateBucket('<deployment>', tooling.account, tooling.region);
  const message = `the bucket of the state cannot be called ${name} after it: S3 wants 3 to 63 characters without capitals; set state.bucket`;
  return [{ path: ['deployment'], message }];
}
