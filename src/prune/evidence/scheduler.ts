import type { ScheduleSummary } from '@aws-sdk/client-scheduler';

import { readText } from './references/read-callers.ts';
import { required } from '../../aws/pages.ts';
import { unlessGone } from './collect/unless-deleted.ts';
import type { EvidenceReads, Pace, WalkedCaller } from './caller.ts';
import { NOBODYS_NAME } from '../../aws/probe.ts';
import { notedFindings } from './reference-notes.ts';
import type { Step, Taken } from './collect/wide-check.ts';
import { nextPage, word } from './collect/wide-check.ts';

const LIST_SCHEDULES = 'scheduler:ListSchedules';
const GET_SCHEDULE = 'scheduler:GetSchedule';

/** The most that one page holds. */
const SCHEDULES_A_PAGE = 100;
const PACE: Pace = { name: 'schedules', perSecond: 20 };
const NO_SUCH_SCHEDULE = ['ResourceNotFoundException'];

type Own = typeof LIST_SCHEDULES | typeof GET_SCHEDULE;

/**
 * What schedules invoke, switched off ones too: somebody may switch them on again. Of each its input is
 * read as well, which no listing shows: whatever the target is, it may name what is to be called.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export const scheduler: WalkedCaller<'scheduler', Own> = {
  check: 'scheduler',
  label: 'EventBridge Scheduler',
  sentence: 'invoked by',
  whenApplying: 'aged',
  grants: {
    [LIST_SCHEDULES]: {
      reason: 'Versions that a schedule invokes are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_SCHEDULES, { MaxResults: 1 }),
    },
    [GET_SCHEDULE]: {
      reason: 'The function that a universal target invokes.',
      pace: PACE,
      probe: ({ call }) => call(GET_SCHEDULE, { Name: NOBODYS_NAME }),
      grantedBy: NO_SUCH_SCHEDULE,
    },
  },
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_SCHEDULES }],
  take: (reads, step) => (step.call === GET_SCHEDULE ? schedule(reads, step) : list(reads, step)),
};

async function list(reads: EvidenceReads<Own>, step: Step): Promise<Taken> {
  const { token } = step;
  const page = await reads.call(LIST_SCHEDULES, {
    MaxResults: SCHEDULES_A_PAGE,
    NextToken: token,
  });
  const found = required(page.Schedules, 'Schedules').map((one) => ({
    ...one,
    target: required(one.Target?.Arn, 'Schedules[].Target.Arn'),
  }));
  return {
    notes: found.flatMap(({ target, ...one }) =>
      notedFindings(readText(target, reads), nameOf(one)),
    ),
    steps: [...found.map(stepFor), ...nextPage(step, page.NextToken)],
  };
}

function stepFor({ Name, GroupName }: ScheduleSummary): Step {
  return {
    call: GET_SCHEDULE,
    name: required(Name, 'Schedules[].Name'),
    group: required(GroupName, 'Schedules[].GroupName'),
  };
}

async function schedule(reads: EvidenceReads<Own>, step: Step): Promise<Taken> {
  const Name = word(step, 'name');
  const GroupName = word(step, 'group');
  const found = await unlessGone(GET_SCHEDULE, NO_SUCH_SCHEDULE, () =>
    reads.call(GET_SCHEDULE, { Name, GroupName }),
  );
  if (found === undefined) return {};
  const target = required(found.Target, 'Target');
  return {
    notes: notedFindings(readText(JSON.stringify(target), reads), nameOf({ Name, GroupName })),
  };
}

function nameOf({ Name, GroupName }: ScheduleSummary): string {
  return `schedule ${GroupName ?? 'default'}/${Name ?? ''}`;
}
