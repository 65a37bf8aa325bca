import { region } from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Draft } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';

/**
 * Regions that do not exist or cannot be reached, accounts without one, and what is said of production or of
 * the tooling account where there is none.
 */
export function placementProblems(
  draft: Draft,
  knownRegions: readonly string[],
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const known = new Set([...knownRegions, ...(draft.extraRegions ?? [])]);
  return [
    ...regionsIn(draft).flatMap(({ path, code }) => {
      const problem = known.has(code)
        ? partitionProblem(code, draft.tooling?.region)
        : unknownRegion(code, knownRegions);
      return problem === undefined ? [] : [{ path, ...problem }];
    }),
    ...accountsWithoutRegion(draft, isFaulty),
    ...alarmWithoutProduction(draft, isFaulty),
    ...rolesWithoutAccount(draft, isFaulty),
  ];
}

/** Roles of the tooling account in its stack, though that account is not watched. Rules may find it later. */
function rolesWithoutAccount(
  { accounts = [], deploy, discovery, tooling }: Draft,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
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
function alarmWithoutProduction(
  { accounts = [], discovery, health }: Draft,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  const path = ['health', 'productionPercent'];
  if (health?.productionPercent === undefined || discovery !== undefined) return [];
  const isProduction = accounts.some((account) => account?.stage !== 'nonprod');
  if (isFaulty(path) || isFaulty(['accounts']) || isProduction) return [];
  const message = 'no account has the stage prod; add one, or leave productionPercent out';
  return [{ path, message }];
}

function regionsIn(draft: Draft): readonly { path: Path; code: string }[] {
  const listed = draft.accountsAt ?? ['accounts'];
  const lists: { path: Path; codes: readonly (string | undefined)[] | undefined }[] = [
    { path: ['regions'], codes: draft.regions },
    ...(draft.accounts ?? []).map((account, at) => ({
      path: [...listed, at, 'regions'],
      codes: account?.regions,
    })),
  ];
  const tooling = draft.tooling?.region;
  const stackSets = draft.deploy?.stackSets?.region;
  return [
    ...(tooling === undefined ? [] : [{ path: ['tooling', 'region'], code: tooling }]),
    ...(stackSets === undefined
      ? []
      : [{ path: ['deploy', 'stackSets', 'region'], code: stackSets }]),
    ...lists.flatMap(({ path, codes }) =>
      (codes ?? []).flatMap((code, at) =>
        code === undefined ? [] : [{ path: [...path, at], code }],
      ),
    ),
  ];
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

function accountsWithoutRegion(
  draft: Draft,
  isFaulty: (path: Path) => boolean,
): readonly Problem[] {
  if (draft.regions !== undefined || isFaulty(['regions'])) return [];
  const listed = draft.accountsAt ?? ['accounts'];
  return (draft.accounts ?? []).flatMap((account, at) => {
    const isOpen = account === undefined || isFaulty([...listed, at, 'regions']);
    if (isOpen || account.regions !== undefined) return [];
    const message = 'has no Region; add regions to it, or to the top of the file for all accounts';
    return [{ path: [...listed, at], message }];
  });
}
