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
/** How often the history is read: it shows an action some seconds after the change of state. */
const READS = 10;
const BETWEEN_READS_MS = 3000;

/**
 * Sets an alarm to ALARM, reads from its history whether its message reached the topic, and resets the alarm to
 * its earlier state. An alarm that is already in ALARM is not changed. The promise never rejects for an AWS error.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html
 * @param lasting a connection that stays usable when the person aborts the command, for the reset
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
      () => readDelivery(cloudwatch, alarm, since, connection),
      failedTrial,
    );
    const resetFailure = await resetState(makeClient(CloudWatchClient, lasting, { region }), alarm);
    return resetFailure ?? trial;
  }, failedTrial);
}

function failedTrial(failure: ReadFailure): AlarmTrial {
  return { kind: 'failed', failure };
}

async function readDelivery(
  cloudwatch: CloudWatchClient,
  { AlarmName, AlarmActions: [topic = ''] = [] }: MetricAlarm,
  since: Date,
  { clock, signal }: Connection,
): Promise<AlarmTrial> {
  for (let read = 0; read < READS; read += 1) {
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
    await clock.sleep(BETWEEN_READS_MS, signal);
  }
  return withOperation('cloudwatch:DescribeAlarmHistory', () =>
    Promise.reject(
      new NotRecorded('the history of the alarm does not say what became of its message'),
    ),
  );
}

/** Resets the alarm to its earlier state. Returns undefined on success, otherwise the failure. */
async function resetState(
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
 * The data of an alarm history item of the type Action; `error` is AWS's message, empty after a success. Undefined
 * for data in an unknown format, as AWS does not document the format.
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
