import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';

import { catchFailure, withOperation, NotRecorded } from '../../aws/failures.ts';
import type { Connection } from '../../aws/clients.ts';
import { makeClient } from '../../aws/clients.ts';
import { parseJson, tryRead } from '../../documents/codec.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { anything, oneOf, text } from '../../documents/values.ts';
import type { Region } from '../../model/aws-ids.ts';
import type { ReadFailure } from '../../model/failure.ts';
import type { AlarmTrial } from '../model.ts';

export const SET_ALARM_STATE = 'cloudwatch:SetAlarmState';
/** The history shows an action some seconds after the change of state. */
const LOOKS = 10;
const BETWEEN_LOOKS_MS = 3000;

/**
 * Sets an alarm to ALARM by hand, reads in its history whether its message reached the topic, and puts it back to
 * the state that it had. One that is in alarm is left alone. Resolves whatever CloudWatch answers.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 *
 * @param lasting a connection that does not end when the person stops waiting: for putting back
 */
export async function tryAlarm(
  name: string,
  region: Region,
  connection: Connection,
  lasting: Connection,
): Promise<AlarmTrial> {
  const cloudwatch = makeClient(CloudWatchClient, connection, { region });
  return catchFailure<AlarmTrial>(async () => {
    const alarm = await withOperation('cloudwatch:DescribeAlarms', async () => {
      const { MetricAlarms: found = [] } = await cloudwatch.send(
        new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ['MetricAlarm'] }),
      );
      return found[0];
    });
    if (alarm === undefined) return { kind: 'absent' };
    if (alarm.StateValue === 'ALARM') return { kind: 'in-alarm' };
    const since = new Date(connection.clock.now());
    await setState(
      cloudwatch,
      name,
      'ALARM',
      'Set by the doctor of limits-watchdog: a test, nothing is wrong.',
    );
    const trial = await catchFailure(
      () => delivered(cloudwatch, alarm, since, connection),
      failedTrial,
    );
    const left = await putBack(makeClient(CloudWatchClient, lasting, { region }), alarm);
    return left ?? trial;
  }, failedTrial);
}

function failedTrial(failure: ReadFailure): AlarmTrial {
  return { kind: 'failed', failure };
}

async function delivered(
  cloudwatch: CloudWatchClient,
  { AlarmName, AlarmActions: [topic = ''] = [] }: MetricAlarm,
  since: Date,
  { clock, signal }: Connection,
): Promise<AlarmTrial> {
  for (let look = 0; look < LOOKS; look += 1) {
    const record = await withOperation('cloudwatch:DescribeAlarmHistory', async () => {
      const { AlarmHistoryItems: items = [] } = await cloudwatch.send(
        new DescribeAlarmHistoryCommand({ AlarmName, HistoryItemType: 'Action', StartDate: since }),
      );
      return items
        .map(({ HistoryData }) => actionRecord(HistoryData))
        .find((one) => one?.notificationResource === topic);
    });
    if (record?.actionState === 'Succeeded') return { kind: 'delivered' };
    if (record !== undefined) return { kind: 'not-delivered', topic, error: record.error };
    await clock.sleep(BETWEEN_LOOKS_MS, signal);
  }
  return withOperation('cloudwatch:DescribeAlarmHistory', () =>
    Promise.reject(
      new NotRecorded('the history of the alarm does not say what became of its message'),
    ),
  );
}

/** @returns undefined where it is in its former state, or where CloudWatch has evaluated it meanwhile. */
async function putBack(
  cloudwatch: CloudWatchClient,
  { AlarmName = '', StateValue = 'INSUFFICIENT_DATA' }: MetricAlarm,
): Promise<AlarmTrial | undefined> {
  return catchFailure<AlarmTrial | undefined>(
    async () => {
      await setState(
        cloudwatch,
        AlarmName,
        StateValue,
        'Put back by the doctor of limits-watchdog.',
      );
      return undefined;
    },
    (failure) => ({ kind: 'not-put-back', failure }),
  );
}

async function setState(
  cloudwatch: CloudWatchClient,
  AlarmName: string,
  StateValue: NonNullable<MetricAlarm['StateValue']>,
  StateReason: string,
): Promise<void> {
  await withOperation(SET_ALARM_STATE, () =>
    cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason })),
  );
}

/**
 * The data of a history item of the type Action, its error in AWS's words, empty where nothing failed. Undefined
 * where it is not understood, since the API page gives no schema of it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
function actionRecord(historyData = '') {
  const read = tryRead(actionData, parseJson(historyData));
  return read && { ...read, error: typeof read.error === 'string' ? read.error : '' };
}

const actionData = openRecord({
  actionState: oneOf(['Succeeded', 'Failed']),
  notificationResource: text,
  error: optional(anything),
});
