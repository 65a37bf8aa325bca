import * as sdk from '@aws-sdk/client-scheduler';
import type {
  GetScheduleInput,
  GetScheduleOutput,
  ListSchedulesInput,
  ListSchedulesOutput,
} from '@aws-sdk/client-scheduler';
import type { RequestContext, ServiceDefinition } from '../service.ts';
import type { ScheduleWorld } from '../world/callers.ts';
import { operation } from '../service.ts';
import { ServiceFailure } from '../wire/failure.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { takeTokenPage } from './token-page.ts';

/** Default and largest size of a page. Basis: EventBridge Scheduler API reference, ListSchedules. */
const PAGE = 100;
/** Returns the rate of one operation. AWS does not document it; this one is a cautious assumption. */
const rate = (name: string) => ({ name: `scheduler ${name}`, perSecond: 50, burst: 50 });

/**
 * Amazon EventBridge Scheduler. The list shows only a target's ARN; the function that a universal target invokes is
 * in its input, which only GetSchedule shows.
 */
export const scheduler: ServiceDefinition = {
  signingName: 'scheduler',
  sdk,
  protocol: 'restJson1',
  spellings: {
    ...jsonSpellings(403),
    throttled: { code: 'ThrottlingException', status: 429, message: 'Rate exceeded' },
  },
  operations: {
    ListSchedules: operation<ListSchedulesInput, ListSchedulesOutput>({
      rate: rate('ListSchedules'),
      validate({ MaxResults }) {
        if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > PAGE)) {
          throw new ServiceFailure(
            'ValidationException',
            `1 validation error detected: Value '${MaxResults}' at 'maxResults' failed to satisfy constraint: Member must be between 1 and 100`,
          );
        }
      },
      needs: () => [{ action: 'scheduler:ListSchedules', resource: '*' }],
      handle({ NextToken, MaxResults = PAGE, ...query }, context) {
        const { GroupName, NamePrefix = '', State } = query;
        const schedules = schedulesOf(context).filter(
          ({ name, group = 'default', state = 'ENABLED' }) =>
            [undefined, group].includes(GroupName) &&
            name.startsWith(NamePrefix) &&
            [undefined, state].includes(State),
        );
        const { items, next } = takeTokenPage(schedules, keyOf, {
          token: NextToken,
          size: MaxResults,
          query,
          invalid: () => new ServiceFailure('ValidationException', 'Invalid NextToken.'),
        });
        return {
          Schedules: items.map((schedule) => ({
            ...commonOf(schedule, context),
            Target: { Arn: schedule.targetArn },
          })),
          ...(next === undefined ? {} : { NextToken: next }),
        };
      },
    }),

    GetSchedule: operation<GetScheduleInput, GetScheduleOutput>({
      rate: rate('GetSchedule'),
      needs: ({ Name, GroupName = 'default' }, context) => [
        { action: 'scheduler:GetSchedule', resource: arnOf(GroupName, Name, context) },
      ],
      handle({ Name, GroupName = 'default' }, context) {
        const schedule = schedulesOf(context).find(
          ({ name, group = 'default' }) => name === Name && group === GroupName,
        );
        if (schedule === undefined) {
          throw new ServiceFailure('ResourceNotFoundException', `Schedule ${Name} does not exist.`);
        }
        const { input, deadLetterArn, targetArn } = schedule;
        return {
          ...commonOf(schedule, context),
          ScheduleExpression: 'rate(1 hour)',
          FlexibleTimeWindow: { Mode: 'OFF' },
          ActionAfterCompletion: 'NONE',
          Target: {
            Arn: targetArn,
            RoleArn: `arn:${context.organisation.partition}:iam::${context.account.id}:role/scheduler`,
            RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
            ...(input === undefined ? {} : { Input: input }),
            ...(deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
          },
        };
      },
    }),
  },
};

function schedulesOf({ account, region }: RequestContext): readonly ScheduleWorld[] {
  return account.region(region).schedules ?? [];
}

function keyOf({ group = 'default', name }: ScheduleWorld): string {
  return `${group}/${name}`;
}

function arnOf(
  group: string,
  name: string,
  { organisation, account, region }: RequestContext,
): string {
  return `arn:${organisation.partition}:scheduler:${region}:${account.id}:schedule/${group}/${name}`;
}

function commonOf({ name, group = 'default', state }: ScheduleWorld, context: RequestContext) {
  const createdAt = new Date(context.organisation.startedAt - 86_400_000);
  return {
    Arn: arnOf(group, name, context),
    Name: name,
    GroupName: group,
    State: state ?? ('ENABLED' as const),
    CreationDate: createdAt,
    LastModificationDate: createdAt,
  };
}
