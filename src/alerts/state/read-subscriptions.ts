import type { TopicMemory, TopicProblem } from '../../model/subscriptions.ts';
import { TOPIC_PROBLEMS, TOPIC_ROLES } from '../../model/subscriptions.ts';
import { at, failure } from './figures.ts';
import type { Reader } from '../../documents/stored-values.ts';
import { flag, listOf, objectOf, oneOf, text, whole } from '../../documents/stored-values.ts';

export const topicProblem: Reader<TopicProblem> = objectOf((of) => {
  const why = of.maybe('failure', failure);
  return {
    topicArn: of.get('topicArn', text),
    role: of.get('role', oneOf(...TOPIC_ROLES)),
    name: of.get('name', text),
    problem: of.get('problem', oneOf(...TOPIC_PROBLEMS)),
    waiting: of.get('waiting', whole),
    pending: of.get('pending', listOf(text)),
    missing: of.get('missing', listOf(text)),
    ...(why !== undefined && { failure: why }),
  };
});

const report: Reader<NonNullable<TopicMemory['reported']>> = objectOf((of) => ({
  at: of.get('at', at),
  problem: of.get('problem', oneOf(...TOPIC_PROBLEMS)),
  waiting: of.get('waiting', flag),
  sent: of.get('sent', flag),
}));

export const topicMemory: Reader<TopicMemory> = objectOf((of) => {
  const reported = of.maybe('reported', report);
  return {
    firstSeenAt: of.get('firstSeenAt', at),
    ...(reported !== undefined && { reported }),
  };
});
