import { region } from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import type { Draft, RuleContext } from './draft.ts';
import { defaultStateBucket, DEFAULTS } from './defaults.ts';
import { didYouMean } from './did-you-mean.ts';
import { entriesOf } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';
import { BUCKET } from './schema.ts';

/** Faults: wrong Regions, accounts without a Region, settings without an account, and an invalid bucket name. */
export function placementProblems(
  context: RuleContext,
  knownRegions: readonly string[],
): readonly Problem[] {
  const { draft } = context;
  const known = new Set([...knownRegions, ...(draft.extraRegions ?? [])]);
  return [
    ...regionsIn(draft).flatMap(({ path, code }) => {
      if (known.has(code)) return partitionProblem(path, code, draft.tooling?.region);
      const suggestion = didYouMean(code, knownRegions);
      const message = `${quoted(code)} is not a known Region; correct it, or list it in extraRegions if AWS has opened it since`;
      return [{ path, message, suggestion }];
    }),
    ...accountsWithoutRegion(context),
    ...alarmWithoutProduction(context),
    ...rolesWithoutAccount(context),
    ...stateBucketProblems(context),
  ];
}

/** Fault: `deploy.rolesInStack` without the tooling account among the accounts. With discovery, a run may find it. */
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

/** Fault: `health.productionPercent` without a production account. With discovery, a run may find one. */
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
  return [
    { path: ['tooling', 'region'], value: tooling?.region },
    { path: ['deploy', 'stackSets', 'region'], value: deploy?.stackSets?.region },
    ...entriesOf(['regions'], draft.regions),
    ...accounts.flatMap((one, at) => entriesOf([...accountsAt, at, 'regions'], one?.regions)),
  ].flatMap(({ path, value: code }) => (code === undefined ? [] : [{ path, code }]));
}

function partitionProblem(
  path: Path,
  code: string,
  tooling: string | undefined,
): readonly Problem[] {
  if (tooling === undefined) return [];
  const [here, there] = [partitionOf(region(tooling)), partitionOf(region(code))];
  if (here === there) return [];
  const message = `${code} is in the partition ${there} and tooling.region ${tooling} in ${here}, and credentials do not cross partitions; watch it from a deployment in ${there}`;
  return [{ path, message }];
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

/** Fault: a name of the deployment that makes the default name of the state bucket invalid. */
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
