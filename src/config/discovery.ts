import { accountId, roleArnOf, ROLE_ARN, region } from '../model/aws-ids.ts';
import type { AccountRule, Discovery, StageRule } from '../model/discovery.ts';
import { accountListKey } from '../model/discovery.ts';
import { partitionOf } from '../model/regions.ts';
import type { DiscoverySection } from './accounts-schema.ts';
import { DEFAULTS } from './defaults.ts';
import type { Draft, DraftDiscovery, RuleContext, IsFaulty } from './draft.ts';
import { entriesOf } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { pathText, quoted } from './faults.ts';

const AT: Path = ['accounts', 'organizations'];

export function discoveryProblems({ draft, isFaulty }: RuleContext): readonly Problem[] {
  const { discovery } = draft;
  if (discovery === undefined) return [];
  const hasRegions = draft.regions !== undefined || isFaulty(['regions']);
  const message = 'finds accounts for which there is no Region; add regions to the top of the file';
  return [
    ...(hasRegions ? [] : [{ path: AT, message }]),
    ...roleProblems(draft, discovery),
    ...ruleProblems(discovery, isFaulty),
    ...stageProblems(discovery.stage, isFaulty),
    ...nameProblems(draft, discovery),
    ...keyProblems(draft),
  ];
}

export function discoveryOf(
  { role, include = [], exclude = [], stage, nameMisleads }: DiscoverySection,
  each: Discovery['each'],
): Discovery {
  return {
    ...(role !== undefined && { listingRole: roleArnOf(role) }),
    include: include.map(accountRule),
    exclude: exclude.map(accountRule),
    ...(stage !== undefined && { stage: stageRule(stage) }),
    ...(nameMisleads !== undefined && { nameMisleads: nameMisleads.map(accountId) }),
    each,
  };
}

function accountRule({
  tags = {},
  ...rule
}: NonNullable<DiscoverySection['include']>[number]): AccountRule {
  const byTag = Object.entries(tags).map(([key, values]) => ({ key, values }));
  return { ous: [], accounts: [], ...rule, tags: byTag };
}

function stageRule({ tag, ...rule }: NonNullable<DiscoverySection['stage']>): StageRule {
  return tag === undefined ? { by: 'ou', ...rule } : { by: 'tag', tag, ...rule };
}

function roleProblems({ tooling }: Draft, { role }: DraftDiscovery): readonly Problem[] {
  const partition = ROLE_ARN.exec(role ?? '')?.groups?.['partition'];
  if (partition === undefined || tooling?.region === undefined) return [];
  const here = partitionOf(region(tooling.region));
  if (partition === here) return [];
  const message = `the ARN does not fit tooling.region ${tooling.region}; start it with arn:${here}:`;
  return [{ path: [...AT, 'role'], message }];
}

function ruleProblems(discovery: DraftDiscovery, isFaulty: IsFaulty): readonly Problem[] {
  return (['include', 'exclude'] as const).flatMap((kind) =>
    (discovery[kind] ?? []).flatMap((rule, at): readonly Problem[] => {
      const path = [...AT, kind, at];
      if (rule === undefined || isFaulty(path)) return [];
      const keys = ['ous', 'accounts', 'tags'] as const;
      const isNamed = (key: (typeof keys)[number]): boolean =>
        isFaulty([...path, key]) || Object.keys(rule[key] ?? {}).length > 0;
      if (keys.some(isNamed)) return [];
      const what = kind === 'include' ? 'every account' : 'every account, and none would be left';
      return [{ path, message: `would fit ${what}; name ous, accounts or tags, or remove it` }];
    }),
  );
}

function stageProblems(stage: DraftDiscovery['stage'], isFaulty: IsFaulty): readonly Problem[] {
  if (stage === undefined || isFaulty([...AT, 'stage', 'tag'])) return [];
  const { tag, prod = [], nonprod = [] } = stage;
  const each = (list: 'prod' | 'nonprod', globs: readonly (string | undefined)[]) =>
    entriesOf([...AT, 'stage', list], globs).map((entry) => ({ ...entry, list }));
  return [...each('prod', prod), ...each('nonprod', nonprod)].flatMap((entry) => {
    const { list, value: glob, path } = entry;
    if (glob === undefined) return [];
    if (tag === undefined && !glob.startsWith('/')) {
      const message = `${quoted(glob)} is no path of an OU such as /Workloads/Prod; correct it, or name the tag of which it is a value`;
      return [{ path, message }];
    }
    if (list === 'nonprod' && isCatchAll(glob, tag !== undefined)) {
      const message = `${quoted(glob)} would make every unknown account nonprod; name what says that there is no production`;
      return [{ path, message }];
    }
    const other = list === 'nonprod' ? prod.indexOf(glob) : -1;
    if (other < 0) return [];
    const message = `${quoted(glob)} says prod too (${pathText([...AT, 'stage', 'prod', other])}); keep one of the two`;
    return [{ path, message }];
  });
}

function nameProblems(
  { accounts = [], accountsAt }: Draft,
  { nameMisleads = [] }: DraftDiscovery,
): readonly Problem[] {
  return nameMisleads.flatMap((id, at) => {
    const listedAt = accounts.findIndex((account) => account?.id === id);
    if (id === undefined || listedAt < 0) return [];
    const account = pathText([...accountsAt, listedAt]);
    const message = `${quoted(id)} is listed at ${account}; set prune.nameMisleads there instead`;
    return [{ path: [...AT, 'nameMisleads', at], message }];
  });
}

/** Whether a glob matches every value. In `nonprod` it is a fault: every unknown account would be non-production. */
function isCatchAll(glob: string, isTagValue: boolean): boolean {
  return isTagValue ? /^[*?]*$/.test(glob) : /^[/*?]*$/.test(glob);
}

/** Returns a problem if the state key is the key under which the list of discovered accounts is stored. */
function keyProblems({ deployment = DEFAULTS.deployment, state }: Draft): readonly Problem[] {
  if (state?.key !== accountListKey(deployment)) return [];
  const message = `${quoted(state.key)} is where the list of accounts is kept; choose another key`;
  return [{ path: ['state', 'key'], message }];
}
