import type { Target } from '@aws-sdk/client-eventbridge';

import { NOBODYS_NAME } from '../../aws/probe.ts';
import { required } from '../../aws/pages.ts';
import type { EvidenceReads, Pace, WalkedCaller } from './caller.ts';
import { NO_SUCH_RESOURCE } from './caller.ts';
import type { Home } from './function-reference.ts';
import type { ReferenceFinding } from './references/finding.ts';
import { readRuleTarget, readText } from './references/read-callers.ts';
import { unlessGone } from './collect/unless-deleted.ts';
import { notedFindings } from './reference-notes.ts';
import type { Step, Taken } from './collect/wide-check.ts';
import { nextPage, word } from './collect/wide-check.ts';

const LIST_EVENT_BUSES = 'events:ListEventBuses';
const LIST_RULES = 'events:ListRules';
const LIST_TARGETS = 'events:ListTargetsByRule';

const DEFAULT_BUS = 'default';
/**
 * 50 a second for all calls but PutEvents, shared with every deployment.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
 */
const PACE: Pace = { name: 'rules', perSecond: 20 };

type Own = typeof LIST_EVENT_BUSES | typeof LIST_RULES | typeof LIST_TARGETS;
type Reads = EvidenceReads<Own>;

/**
 * What the rules of every event bus call or name, disabled rules too. A rule that calls Lambda with a
 * role of its own leaves no policy on the function. The targets of each rule are read, since no other
 * answer shows their inputs: ListRuleNamesByTarget compares the target's ARN alone.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTargetsByRule.html
 */
export const eventRules: WalkedCaller<'event-rules', Own> = {
  check: 'event-rules',
  label: 'EventBridge rules',
  sentence: 'used by',
  whenApplying: 'aged',
  grants: {
    [LIST_EVENT_BUSES]: {
      reason: 'The event buses whose rules are read.',
      pace: PACE,
      probe: ({ call }) => call(LIST_EVENT_BUSES, { Limit: 1 }),
    },
    [LIST_RULES]: {
      reason: 'The rules of an event bus, whose targets are read.',
      pace: PACE,
      probe: ({ call }) => call(LIST_RULES, { Limit: 1 }),
    },
    [LIST_TARGETS]: {
      reason: 'Versions that a rule calls, or names in what it sends, are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_TARGETS, { Rule: NOBODYS_NAME }),
      grantedBy: NO_SUCH_RESOURCE,
    },
  },
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_EVENT_BUSES }],

  async take(reads, step) {
    switch (step.call) {
      case LIST_EVENT_BUSES:
        return buses(reads, step);
      case LIST_RULES:
        return rules(reads, step);
      case LIST_TARGETS:
        return targets(reads, step);
      default:
        throw new TypeError(`${step.call} is no step of this check`);
    }
  },
};

function rulesOf(bus: string): Step {
  return { call: LIST_RULES, group: bus };
}

async function buses(reads: Reads, step: Step): Promise<Taken> {
  const page = await reads.call(LIST_EVENT_BUSES, { NextToken: step['token'] });
  const listed = required(page.EventBuses, 'EventBuses').map(({ Name }) =>
    required(Name, 'EventBuses[].Name'),
  );
  // Every Region has the default bus, whether it is listed or not.
  const names = new Set(step['token'] === undefined ? [DEFAULT_BUS, ...listed] : listed);
  return { steps: [...[...names].map(rulesOf), ...nextPage(step, page.NextToken)] };
}

async function rules(reads: Reads, step: Step): Promise<Taken> {
  const bus = word(step, 'group');
  const page = await unlessGone(LIST_RULES, NO_SUCH_RESOURCE, () =>
    reads.call(LIST_RULES, { EventBusName: bus, NextToken: step['token'] }),
  );
  if (page === undefined) return {};
  const found = required(page.Rules, 'Rules').map(({ Name }): Step => ({
    call: LIST_TARGETS,
    group: bus,
    name: required(Name, 'Rules[].Name'),
  }));
  return { steps: [...found, ...nextPage(step, page.NextToken)] };
}

async function targets(reads: Reads, step: Step): Promise<Taken> {
  const bus = word(step, 'group');
  const rule = word(step, 'name');
  const page = await unlessGone(LIST_TARGETS, NO_SUCH_RESOURCE, () =>
    reads.call(LIST_TARGETS, { EventBusName: bus, Rule: rule, NextToken: step['token'] }),
  );
  if (page === undefined) return {};
  return {
    notes: required(page.Targets, 'Targets').flatMap((target) =>
      notedFindings(findingsOf(target, reads), `rule ${bus}/${rule}`),
    ),
    steps: nextPage(step, page.NextToken),
  };
}

/** What the target is and is given, and what any other of its parameters mentions. */
function findingsOf(target: Target, home: Home): readonly ReferenceFinding[] {
  required(target.Arn, 'Targets[].Arn');
  const { Arn, Input, InputPath, InputTransformer, ...parameters } = target;
  return [
    ...readRuleTarget({ Arn, Input, InputPath, InputTransformer }, home),
    ...readText(JSON.stringify(parameters), home),
  ];
}
