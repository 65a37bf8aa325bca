import { readText } from './references/read-callers.ts';
import { required } from '../../aws/pages.ts';
import type { Pace, WalkedCaller } from './caller.ts';
import { NO_SUCH_RESOURCE } from './caller.ts';
import { UNUSED_NAME } from '../../aws/probe.ts';
import { noteFindings } from './reference-notes.ts';
import { deletedBy, valueIn } from './collect/walk.ts';

const LIST_SCHEDULES = 'scheduler:ListSchedules';
const GET_SCHEDULE = 'scheduler:GetSchedule';

const SCHEDULES_A_PAGE = 100;
const PACE: Pace = { name: 'schedules', perSecond: 20 };

/**
 * The check for versions that a schedule invokes or names, also a disabled one. Each schedule is read, since the listing
 * does not show its input, which may name a version whatever the target is.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
 */
export const scheduler: WalkedCaller<'scheduler', typeof LIST_SCHEDULES | typeof GET_SCHEDULE> = {
  check: 'scheduler',
  label: 'EventBridge Scheduler',
  sentence: 'invoked by',
  whenApplying: 'aged',
  kind: 'walked',
  width: 'region',
  first: [{ call: LIST_SCHEDULES }],
  grants: {
    [LIST_SCHEDULES]: {
      reason: 'Versions that a schedule invokes are in use.',
      pace: PACE,
      probe: ({ call }) => call(LIST_SCHEDULES, { MaxResults: 1 }),
      input: ({ token }) => ({ MaxResults: SCHEDULES_A_PAGE, NextToken: token }),
      read: ({ Schedules, NextToken }, _, home) => {
        const found = required(Schedules, 'Schedules').map(({ Name, GroupName, Target }) => ({
          target: required(Target?.Arn, 'Schedules[].Target.Arn'),
          name: required(Name, 'Schedules[].Name'),
          group: required(GroupName, 'Schedules[].GroupName'),
        }));
        return {
          notes: found.flatMap(({ target, group, name }) =>
            noteFindings(readText(target, home), `schedule ${group}/${name}`),
          ),
          steps: found.map(({ name, group }) => ({ call: GET_SCHEDULE, name, group })),
          next: NextToken,
        };
      },
    },
    [GET_SCHEDULE]: {
      reason: 'The function that a universal target invokes.',
      pace: PACE,
      probe: ({ call }) => call(GET_SCHEDULE, { Name: UNUSED_NAME }),
      grantedBy: NO_SUCH_RESOURCE,
      input: (step) => ({ Name: valueIn(step, 'name'), GroupName: valueIn(step, 'group') }),
      ifFailed: deletedBy(NO_SUCH_RESOURCE),
      read: ({ Target }, { group, name }, home) => ({
        notes: noteFindings(
          readText(JSON.stringify(required(Target, 'Target')), home),
          `schedule ${group}/${name}`,
        ),
      }),
    },
  },
};
