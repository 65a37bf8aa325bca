import { EVENT_BUS_ARN, REGION, region, TOPIC_ARN } from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import type { Draft, RuleContext, WatchedTargets } from './draft.ts';
import { WHOLE_ACCOUNT } from './defaults.ts';
import type { Path, Problem } from './faults.ts';
import { pathText, quoted } from './faults.ts';
import { matchesAccount, matchesSome } from '../model/glob.ts';
import { readGlobs } from './glob-lists.ts';

const CHAT = ['alerts', 'chatTopicArn'];
const BUS = ['alerts', 'eventBusArn'];

/** Topics in other accounts or Regions, and topics with both alerts and chat. */
export function topicProblems({ alerts, tooling }: Draft): readonly Problem[] {
  const forAlerts = [
    { path: ['alerts', 'topicArn'], arn: alerts?.topicArn },
    ...(alerts?.routes ?? []).map((route, at) => ({
      path: ['alerts', 'routes', at, 'topicArn'],
      arn: route?.topicArn,
    })),
  ];
  const chat = alerts?.chatTopicArn;
  return [
    ...[...forAlerts, { path: CHAT, arn: chat }].flatMap(({ path, arn = '' }) =>
      misplaced(path, TOPIC_ARN.exec(arn), tooling, 'topic', 'topic'),
    ),
    // Messages for chat have a form that people and automation cannot read.
    ...forAlerts.flatMap(({ path, arn }, position) => {
      if (chat === undefined || arn !== chat) return [];
      return position === 0
        ? [{ path: CHAT, message: 'is alerts.topicArn too; give chat a topic of its own' }]
        : [{ path, message: 'is alerts.chatTopicArn too; leave that topic to chat alone' }];
    }),
    ...misplaced(BUS, EVENT_BUS_ARN.exec(alerts?.eventBusArn ?? ''), tooling, 'event bus', 'bus'),
  ];
}

/** Topics and bus must be in the account and Region of the watchdog, whose role and client publish. */
function misplaced(
  path: Path,
  arn: RegExpExecArray | null,
  tooling: Draft['tooling'],
  what: string,
  short: string,
): readonly Problem[] {
  if (arn?.groups === undefined) return [];
  const { account = '', region: code = '', partition } = arn.groups;
  const problems: Problem[] = [];
  if (tooling?.account !== undefined && account !== tooling.account) {
    const message = `the ${what} is in account ${account}, not in tooling.account ${tooling.account}; use a ${short} of the tooling account`;
    problems.push({ path, message });
  }
  if (tooling?.region === undefined) return problems;
  if (code !== tooling.region) {
    const message = `the ${what} is in ${quoted(code).slice(1, -1)}, not in tooling.region ${tooling.region}; use a ${short} in that Region`;
    return [...problems, { path, message }];
  }
  const expected = REGION.test(code) ? partitionOf(region(code)) : undefined;
  if (expected !== undefined && partition !== expected) {
    const message = `the ARN does not fit its Region ${code}; start it with arn:${expected}:`;
    problems.push({ path, message });
  }
  return problems;
}

/** A route that names no limit takes also alerts without one, such as of an account that cannot be measured. */
const NO_LIMIT = '';

export function routeProblems(context: RuleContext): readonly Problem[] {
  const earlier: { readonly path: Path; readonly pairs: ReadonlySet<string> }[] = [];
  const taken = new Set<string>();
  return (context.draft.alerts?.routes ?? []).flatMap((route, at): readonly Problem[] => {
    const path = ['alerts', 'routes', at];
    if (route === undefined) return [];
    const { accounts, stages, limits, unmatched } = readGlobs(route, path, 'route', context);
    if (unmatched.length > 0) return unmatched;
    const pairs = pairsOf(accounts, stages, limits, context.watched);
    if (pairs === undefined) return [];
    if (pairs.length === 0) {
      const whose = accounts?.length === 0 ? 'no account' : 'none of its accounts';
      const message = `${whose} has the stage ${stages?.join(' or ') ?? ''}, so it takes nothing; correct or remove it`;
      return [{ path: [...path, 'stages'], message }];
    }
    if (pairs.every((pair) => taken.has(pair))) {
      const one = earlier.find((before) => pairs.every((pair) => before.pairs.has(pair)));
      const who = one === undefined ? 'the routes before it take' : `${pathText(one.path)} takes`;
      const message = `nothing reaches it, as ${who} all that it would; move it up or remove it`;
      return [{ path, message }];
    }
    earlier.push({ path, pairs: new Set(pairs) });
    for (const pair of pairs) taken.add(pair);
    return [];
  });
}

/** Each account and limit that a route matches by itself; `undefined` where a fault makes it unknown. */
function pairsOf(
  accounts: readonly string[] | undefined,
  stages: readonly string[] | undefined,
  limits: readonly string[] | undefined,
  watched: WatchedTargets,
): readonly string[] | undefined {
  if (accounts === undefined || stages === undefined || limits === undefined) return undefined;
  if (watched.accounts === undefined) return undefined;
  const isStageOpen = watched.accounts.some(({ stage }) => stage === undefined);
  if (isStageOpen && stages.length > 0) return undefined;
  const positions = [...watched.accounts.entries()]
    .filter(([, account]) => matchesAccount(account, accounts))
    .filter(([, { stage = '' }]) => stages.length === 0 || stages.includes(stage))
    .map(([position]) => position);
  const ids = watched.limits.map(({ id }) => id).filter((id) => matchesSome([id], limits));
  const reached = limits.length === 0 ? [...ids, NO_LIMIT] : ids;
  return positions.flatMap((account) => reached.map((limit) => `${account} ${limit}`));
}

type MuteGlobs = Readonly<Record<'accounts' | 'regions' | 'limits', readonly string[]>>;

export function muteProblems(context: RuleContext): readonly Problem[] {
  const { draft, watched, isFaulty } = context;
  return (draft.alerts?.mutes ?? []).flatMap((mute, at): readonly Problem[] => {
    const path = ['alerts', 'mutes', at];
    if (mute === undefined) return [];
    const { accounts, regions, limits, unmatched } = readGlobs(mute, path, 'mute', context);
    if (unmatched.length > 0) return unmatched;
    if (accounts === undefined || regions === undefined || limits === undefined) return [];
    const globs = { accounts, regions, limits };
    const saysSo = mute.everything === true || isFaulty([...path, 'everything']);
    if (!saysSo && coversEverything(globs, watched)) {
      const message =
        'would silence everything that is watched; name the accounts, Regions or limits that it covers, or say everything: true';
      return [{ path, message }];
    }
    if (coversNothing(globs, watched)) {
      const message =
        'covers nothing, as none of its accounts has such a limit in such a Region; correct or remove it';
      return [{ path, message }];
    }
    return [];
  });
}

/** Whether every limit of every target is covered; what is unknown before a run, only by wildcards alone. */
function coversEverything(
  { accounts, regions, limits }: MuteGlobs,
  { accounts: all, places, limits: definitions }: WatchedTargets,
): boolean {
  const areLimits = definitions.every(({ id }) => matchesSome([id], limits));
  const areAccounts =
    all?.every((account) => matchesAccount(account, accounts)) ?? isOpenToAll(accounts);
  const arePlaces = places?.every((place) => matchesSome([place], regions)) ?? isOpenToAll(regions);
  return areLimits && areAccounts && arePlaces;
}

function isOpenToAll(globs: readonly string[]): boolean {
  return globs.length === 0 || globs.some((glob) => /^[*?]+$/.test(glob));
}

function coversNothing({ accounts, regions, limits }: MuteGlobs, watched: WatchedTargets): boolean {
  const scopes = new Set(
    watched.limits.filter(({ id }) => matchesSome([id], limits)).map(({ scope }) => scope),
  );
  const isWhole = scopes.has('account') && matchesSome([WHOLE_ACCOUNT], regions);
  const isCovered = watched.accounts
    ?.filter((account) => matchesAccount(account, accounts))
    .some(
      ({ regions: codes }) =>
        isWhole || codes === undefined || (scopes.has('region') && matchesSome(codes, regions)),
    );
  return isCovered === false;
}
