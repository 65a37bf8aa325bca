import { EVENT_BUS_ARN, REGION, region, TOPIC_ARN } from '../model/aws-ids.ts';
import { partitionOf } from '../model/regions.ts';
import type { Draft } from './draft.ts';
import type { Path, Problem } from './faults.ts';
import { quoted } from './faults.ts';

const CHAT = ['alerts', 'chatTopicArn'];
const BUS = ['alerts', 'eventBusArn'];

/** Topics that are elsewhere, and alerts that would go to the chat topic, or chat to theirs. */
export function topicProblems(draft: Draft): readonly Problem[] {
  const { alerts, tooling } = draft;
  const forAlerts = [
    { path: ['alerts', 'topicArn'], arn: alerts?.topicArn },
    ...(alerts?.routes ?? []).map((route, at) => ({
      path: ['alerts', 'routes', at, 'topicArn'],
      arn: route?.topicArn,
    })),
  ];
  const all = [...forAlerts, { path: CHAT, arn: alerts?.chatTopicArn }];
  return [
    ...all.flatMap(({ path, arn }) => misplaced(path, arn, tooling)),
    ...sharedWithChat(forAlerts, alerts?.chatTopicArn),
    ...misplaced(BUS, alerts?.eventBusArn, tooling, 'event bus'),
  ];
}

/** The watchdog publishes with its own role and client, in its own account and Region. */
function misplaced(
  path: Path,
  arn: string | undefined,
  tooling: Draft['tooling'],
  what: 'topic' | 'event bus' = 'topic',
): readonly Problem[] {
  const topic = (what === 'topic' ? TOPIC_ARN : EVENT_BUS_ARN).exec(arn ?? '')?.groups;
  if (topic === undefined) return [];
  const problems: Problem[] = [];
  const account = topic['account'];
  if (tooling?.account !== undefined && account !== tooling.account) {
    const message = `the ${what} is in account ${account ?? ''}, not in tooling.account ${tooling.account}; use a ${what === 'topic' ? what : 'bus'} of the tooling account`;
    problems.push({ path, message });
  }
  const code = topic['region'] ?? '';
  if (tooling?.region === undefined) return problems;
  if (code !== tooling.region) {
    const message = `the ${what} is in ${quoted(code).slice(1, -1)}, not in tooling.region ${tooling.region}; use a ${what === 'topic' ? what : 'bus'} in that Region`;
    return [...problems, { path, message }];
  }
  const partition = REGION.test(code) ? partitionOf(region(code)) : undefined;
  if (partition !== undefined && topic['partition'] !== partition) {
    const message = `the ARN does not fit its Region ${code}; start it with arn:${partition}:`;
    problems.push({ path, message });
  }
  return problems;
}

/** Chat takes a form of its own, which people and automation could not read. */
function sharedWithChat(
  forAlerts: readonly { readonly path: Path; readonly arn: string | undefined }[],
  chat: string | undefined,
): readonly Problem[] {
  if (chat === undefined) return [];
  return forAlerts.flatMap(({ path, arn }, position) => {
    if (arn !== chat) return [];
    return position === 0
      ? [{ path: CHAT, message: 'is alerts.topicArn too; give chat a topic of its own' }]
      : [{ path, message: 'is alerts.chatTopicArn too; leave that topic to chat alone' }];
  });
}
