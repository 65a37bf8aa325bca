import type {
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  SetAlarmStateInput,
} from '@aws-sdk/client-cloudwatch';

import { evaluatePolicy } from '../../iam/evaluate.ts';
import { parsePolicy } from '../../iam/policy.ts';
import type { RequestContext } from '../../service.ts';
import { operation } from '../../service.ts';
import type { AlarmState } from '../../state/delivery-state.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { keyRefusalOfService } from '../kms-keys.ts';
import { publish } from '../sns/publish.ts';
import { findTopic } from '../sns/topic.ts';

const PRINCIPAL = 'cloudwatch.amazonaws.com';
/**
 * The KMS actions that an alarm needs on the key of an encrypted topic. Basis: CloudWatch User Guide, "Notify users
 * on alarm changes".
 */
const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

export const describeAlarms = operation<DescribeAlarmsInput, DescribeAlarmsOutput>({
  validate({ AlarmNames }) {
    if (AlarmNames === undefined) throw new NotSimulated('alarms that are not named');
  },
  needs: ({ AlarmNames = [] }, context) =>
    AlarmNames.map((name) => ({
      action: 'cloudwatch:DescribeAlarms',
      resource: arnOf(name, context),
    })),
  handle({ AlarmNames = [] }, context) {
    const found = alarmsOf(context).filter(({ world }) => AlarmNames.includes(world.name));
    return {
      MetricAlarms: found.map(({ world, state, reason }) => ({
        AlarmName: world.name,
        AlarmArn: arnOf(world.name, context),
        ActionsEnabled: true,
        AlarmActions: [...(world.alarmActions ?? [])],
        OKActions: [...(world.okActions ?? [])],
        StateValue: state,
        StateReason: reason,
      })),
    };
  },
});

export const describeAlarmHistory = operation<
  DescribeAlarmHistoryInput,
  DescribeAlarmHistoryOutput
>({
  validate({ AlarmName }) {
    if (AlarmName === undefined) throw new NotSimulated('the history of alarms that are not named');
  },
  needs: ({ AlarmName = '' }, context) => [
    { action: 'cloudwatch:DescribeAlarmHistory', resource: arnOf(AlarmName, context) },
  ],
  handle({ AlarmName, HistoryItemType, StartDate }, context) {
    const alarm = alarmsOf(context).find(({ world }) => world.name === AlarmName);
    const since = StartDate?.getTime() ?? 0;
    return {
      AlarmHistoryItems: (alarm?.history ?? [])
        .filter(
          ({ type, time }) =>
            (HistoryItemType === undefined || type === HistoryItemType) && time >= since,
        )
        .map(({ time, type, data }) => ({
          AlarmName,
          Timestamp: new Date(time),
          HistoryItemType: type,
          HistoryData: data,
        })),
    };
  },
});

export const setAlarmState = operation<SetAlarmStateInput, object>({
  needs: ({ AlarmName }, context) => [
    { action: 'cloudwatch:SetAlarmState', resource: arnOf(AlarmName, context) },
  ],
  handle({ AlarmName, StateValue, StateReason }, context) {
    const alarm = alarmsOf(context).find(({ world }) => world.name === AlarmName);
    if (alarm === undefined) throw new ServiceFailure('ResourceNotFound', '', 404);
    const isNew = alarm.state !== StateValue;
    alarm.state = StateValue;
    alarm.reason = StateReason;
    if (!isNew) return {};
    const { alarmActions = [], okActions = [] } = alarm.world;
    const actions =
      StateValue === 'ALARM' ? alarmActions : StateValue === 'OK' ? okActions : ([] as const);
    for (const topicArn of actions) {
      const error = notify(topicArn, alarm, context);
      alarm.history.unshift({
        time: context.now,
        type: 'Action',
        data: JSON.stringify({
          actionState: error === undefined ? 'Succeeded' : 'Failed',
          notificationResource: topicArn,
          ...(error === undefined ? {} : { error }),
        }),
      });
    }
    return {};
  },
});

/** Publishes an alarm's message; returns the reason when the topic did not accept it. */
function notify(topicArn: string, alarm: AlarmState, context: RequestContext): string | undefined {
  const topic = findTopic(topicArn, context);
  if (topic === undefined) return 'Topic does not exist';
  const source = arnOf(alarm.world.name, context);
  const outcome = evaluatePolicy(
    parsePolicy(topic.policy ?? { Version: '2012-10-17', Statement: [] }, 'resource'),
    {
      action: 'sns:Publish',
      resource: topicArn,
      keys: new Map([
        ['aws:sourceaccount', [context.account.id]],
        ['aws:sourcearn', [source]],
        ['aws:securetransport', ['true']],
      ]),
    },
    { kind: 'service', service: PRINCIPAL },
  );
  if (outcome !== 'allowed' && outcome !== 'allowed directly') {
    return `Resource: ${source} is not authorized to perform: SNS:Publish on resource: ${topicArn}`;
  }
  if (topic.keyArn !== undefined) {
    const refusal = keyRefusalOfService(topic.keyArn, PRINCIPAL, KEY_ACTIONS, source, context);
    if (refusal !== undefined) {
      return 'CloudWatch Alarms is not authorized to access the SNS topic encryption key.';
    }
  }
  const message = { AlarmName: alarm.world.name, NewStateValue: alarm.state };
  publish(
    topicArn,
    topic,
    { Subject: `${alarm.state}: "${alarm.world.name}"`, Message: JSON.stringify(message) },
    context,
    0,
  );
  return undefined;
}

function alarmsOf({ account, region }: RequestContext): readonly AlarmState[] {
  return account.alarms(region);
}

function arnOf(name: string, { organisation, account, region }: RequestContext): string {
  return `arn:${organisation.partition}:cloudwatch:${region}:${account.id}:alarm:${name}`;
}
