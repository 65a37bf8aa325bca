import type { Target } from '@aws-sdk/client-eventbridge';

import { UNUSED_NAME } from '../../aws/probe.ts';
import { required } from '../../aws/pages.ts';
import type { Pace, WalkedCaller } from './caller.ts';
import { NO_SUCH_RESOURCE } from './caller.ts';
import type { Home } from './function-reference.ts';
import type { ReferenceFinding } from './references/reference-forms.ts';
import { readRuleTarget, readText } from './references/read-callers.ts';
import { noteFindings } from './reference-notes.ts';
import { deletedBy, valueIn } from './collect/walk.ts';

const LIST_EVENT_BUSES = 'events:ListEventBuses';
const LIST_RULES = 'events:ListRules';
const LIST_TARGETS = 'events:ListTargetsByRule';

const DEFAULT_BUS = 'default';
/** AWS allows 50 requests a second for all calls but PutEvents. Deployments need part of them. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const PACE: Pace = { name: 'rules', perSecond: 20 };

/**
 * The check for versions that a rule of any event bus calls or names, also a disabled one. A rule with a role of its own
 * needs no resource policy on the function. ListRuleNamesByTarget does not look into a target's input, so the targets of
 * each rule are read.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
 */
export const eventRules: WalkedCaller<
  'event-rules',
  typeof LIST_EVENT_BUSES | typeof LIST_RULES | typeof LIST_TARGETS
> = {
  check: 'event-rules',
  label: 'EventBridge rules',
  sentence: 'used by',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_EVENT_BUSES }],
  grants: {
    [LIST_EVENT_BUSES]: {
      reason: 'The event buses whose rules are read.',
      pace: PACE,
      probe: ({ call }) => call(LIST_EVENT_BUSES, { Limit: 1 }),
      input: ({ token }) => ({ NextToken: token }),
      read: ({ EventBuses, NextToken }, { token }) => {
        const names = required(EventBuses, 'EventBuses').map(({ Name }) =>
          required(Name, 'EventBuses[].Name'),
        );
        // Every Region has the default bus, even if the answer does not list it.
        const buses = new Set(token === undefined ? [DEFAULT_BUS, ...names] : names);
        return {
          steps: [...buses].map((group) => ({ call: LIST_RULES, group })),
          next: NextToken,
        };
      },
    },
    [LIST_RULES]: {
      reason: 'The rules of an event bus, whose targets are read.',
      pace: PACE,
      probe: ({ call }) => call(LIST_RULES, { Limit: 1 }),
      input: (step) => ({ EventBusName: valueIn(step, 'group'), NextToken: step['token'] }),
      ifFailed: deletedBy(NO_SUCH_RESOURCE),
      read: ({ Rules, NextToken }, step) => ({
        steps: required(Rules, 'Rules').map(({ Name }) => ({
          call: LIST_TARGETS,
          group: valueIn(step, 'group'),
          name: required(Name, 'Rules[].Name'),
        })),
        next: NextToken,
      }),
    },
    [LIST_TARGETS]: {
      reason: 'Versions that a rule calls, or names in what it sends, are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_TARGETS, { Rule: UNUSED_NAME }),
      grantedBy: NO_SUCH_RESOURCE,
      input: (step) => ({
        EventBusName: valueIn(step, 'group'),
        Rule: valueIn(step, 'name'),
        NextToken: step['token'],
      }),
      ifFailed: deletedBy(NO_SUCH_RESOURCE),
      read: ({ Targets, NextToken }, { group, name }, home) => ({
        notes: required(Targets, 'Targets').flatMap((target) =>
          noteFindings(findingsOf(target, home), `rule ${group}/${name}`),
        ),
        next: NextToken,
      }),
    },
  },
};

function findingsOf(target: Target, home: Home): readonly ReferenceFinding[] {
  required(target.Arn, 'Targets[].Arn');
  const { Arn, Input, InputPath, InputTransformer, ...parameters } = target;
  return [
    ...readRuleTarget({ Arn, Input, InputPath, InputTransformer }, home),
    ...readText(JSON.stringify(parameters), home),
  ];
}
