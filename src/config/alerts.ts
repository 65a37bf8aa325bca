import { EVENT_BUS_ARN, REGION, region, TOPIC_ARN } from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import type { Draft, RuleContext, WatchedTargets } from './draft.ts';
import { WHOLE_ACCOUNT } from './defaults.ts';
import type { Path, Problem } from './faults.ts';
import { pathText, quoted } from './faults.ts';
import { matchesAccount, matchesSome, matchEverything } from '../model/glob.ts';
import { readGlobs } from './glob-lists.ts';

const CHAT = ['alerts', 'chatTopicArn'];
const BUS = ['alerts', 'eventBusArn'];

/** Faults: a topic or event bus in another account or Region, and a topic for both alerts and chat. */
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
      arnProblems(path, TOPIC_ARN.exec(arn), tooling, 'topic', 'topic'),
    ),
    // Messages for chat have a format that other subscribers cannot read.
    ...forAlerts.flatMap(({ path, arn }, position) => {
      if (chat === undefined || arn !== chat) return [];
      return position === 0
        ? [{ path: CHAT, message: 'is alerts.topicArn too; give chat a topic of its own' }]
        : [{ path, message: 'is alerts.chatTopicArn too; leave that topic to chat alone' }];
    }),
    ...arnProblems(BUS, EVENT_BUS_ARN.exec(alerts?.eventBusArn ?? ''), tooling, 'event bus', 'bus'),
  ];
}

/** Faults of an ARN whose account, Region or partition is not that of the tooling account, which publishes there. */
function arnProblems(
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

/** The limit id that is used here for alerts without a limit, such as for an account that cannot be measured. */
const NO_LIMIT = '';

/** Faults: a route whose globs match nothing, and a route whose alerts all go to earlier routes. */
export function routeProblems(context: RuleContext): readonly Problem[] {
  const earlier: { readonly path: Path; readonly pairs: ReadonlySet<string> }[] = [];
  const covered = new Set<string>();
  return (context.draft.alerts?.routes ?? []).flatMap((route, at): readonly Problem[] => {
    const path = ['alerts', 'routes', at];
    if (route === undefined) return [];
    const { accounts, stages, limits, unmatched } = readGlobs(route, path, 'route', context);
    if (unmatched.length > 0) return unmatched;
    const pairs = pairsOf(accounts, stages, limits, context.watched);
    if (pairs === undefined) return [];
    if (pairs.length === 0) {
      const whose = accounts?.length === 0 ? 'no account' : 'none of its accounts';
      const message = `${whose} has the stage ${stages?.join(' or ') ?? ''}, so it receives no alerts; correct or remove it`;
      return [{ path: [...path, 'stages'], message }];
    }
    if (pairs.every((pair) => covered.has(pair))) {
      const one = earlier.find((before) => pairs.every((pair) => before.pairs.has(pair)));
      const who = one === undefined ? 'the routes before it take' : `${pathText(one.path)} takes`;
      const message = `nothing reaches it, as ${who} all that it would; move it up or remove it`;
      return [{ path, message }];
    }
    earlier.push({ path, pairs: new Set(pairs) });
    for (const pair of pairs) covered.add(pair);
    return [];
  });
}

/** Each account and limit that a route matches, ignoring other routes; `undefined` if faults or discovery hide any. */
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
  const matched = limits.length === 0 ? [...ids, NO_LIMIT] : ids;
  return positions.flatMap((account) => matched.map((limit) => `${account} ${limit}`));
}

type MuteGlobs = Readonly<Record<'accounts' | 'regions' | 'limits', readonly string[]>>;

/** Faults: a mute that matches nothing, and a mute of everything without `everything: true`. */
export function muteProblems(context: RuleContext): readonly Problem[] {
  const { draft, watched, isFaulty } = context;
  return (draft.alerts?.mutes ?? []).flatMap((mute, at): readonly Problem[] => {
    const path = ['alerts', 'mutes', at];
    if (mute === undefined) return [];
    const { accounts, regions, limits, unmatched } = readGlobs(mute, path, 'mute', context);
    if (unmatched.length > 0) return unmatched;
    if (accounts === undefined || regions === undefined || limits === undefined) return [];
    const globs = { accounts, regions, limits };
    const isMeant = mute.everything === true || isFaulty([...path, 'everything']);
    if (!isMeant && coversEverything(globs, watched)) {
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

/** Whether a mute covers everything. Accounts or Regions that are not known are covered by an empty list or `*`. */
function coversEverything(
  { accounts, regions, limits }: MuteGlobs,
  { accounts: all, places, limits: definitions }: WatchedTargets,
): boolean {
  const coversLimits = definitions.every(({ id }) => matchesSome([id], limits));
  const coversAccounts =
    all?.every((account) => matchesAccount(account, accounts)) ?? matchEverything(accounts);
  const coversPlaces =
    places?.every((place) => matchesSome([place], regions)) ?? matchEverything(regions);
  return coversLimits && coversAccounts && coversPlaces;
}

function coversNothing({ accounts, regions, limits }: MuteGlobs, watched: WatchedTargets): boolean {
  const scopes = new Set(
    watched.limits.filter(({ id }) => matchesSome([id], limits)).map(({ scope }) => scope),
  );
  const coversAccountWide = scopes.has('account') && matchesSome([WHOLE_ACCOUNT], regions);
  const isCovered = watched.accounts
    ?.filter((account) => matchesAccount(account, accounts))
    .some(
      ({ regions: codes }) =>
        coversAccountWide ||
        codes === undefined ||
        (scopes.has('region') && matchesSome(codes, regions)),
    );
  return isCovered === false;
}
