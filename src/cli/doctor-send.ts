import type { Connection } from '../aws/clients.ts';
import { diagnoseAlarm, diagnoseQueue, worstOf } from '../doctor/diagnose.ts';
import type { DoctorReport, CheckResult } from '../doctor/model.ts';
import { doctorReport } from '../doctor/report.ts';
import { SET_ALARM_STATE, tryAlarm } from '../doctor/send/alarms.ts';
import { SEND_MESSAGE, tryQueue } from '../doctor/send/queue.ts';
import { memberRoleNames } from '../model/role-names.ts';
import type { CliWorld } from './cli-command.ts';
import type { DeploymentRef } from './read-deployment.ts';
import { otherAccountSentence, timedConnectionOf } from './own-credentials.ts';

const MOST_MINUTES = 5;
/** Time to put alarms back and delete the message, also after an interruption. */
const LASTING_MINUTES = 10;

/** An alarm that notifies the health topic, and an alarm that notifies the alerts topic. */
const ALARMS = ['watch-failed', 'health-not-delivered'];
/** The queue that receives the runs which the schedule could not begin. */
const QUEUE = 'not-begun';

/** Tests delivery with the caller's credentials (functions may set no alarm, read no queue), or returns why it cannot. */
export async function sendByCaller(
  { deployment, tooling }: DeploymentRef,
  world: CliWorld,
  runId: string,
): Promise<DoctorReport | string> {
  const waiting = timedConnectionOf(world, MOST_MINUTES, world.interruption);
  const lasting = timedConnectionOf(world, LASTING_MINUTES);
  try {
    const refusal = await otherAccountSentence(waiting.connection, tooling, 'the alarms');
    if (refusal !== undefined) return refusal;
    const examined = await tryDelivery(
      { deployment, tooling },
      waiting.connection,
      lasting.connection,
    );
    const { read, prune } = memberRoleNames(deployment);
    return doctorReport(
      examined,
      {
        askedBy: 'caller',
        deployment,
        command: world.command,
        tooling,
        readRole: read,
        pruneRole: prune,
        bucket: '',
        granted: () => undefined,
      },
      { runId, worst: worstOf(examined.map(({ verdict }) => verdict.state)) },
    );
  } finally {
    waiting.end();
    lasting.end();
  }
}

async function tryDelivery(
  { deployment, tooling: { account, region } }: DeploymentRef,
  connection: Connection,
  lasting: Connection,
): Promise<readonly CheckResult[]> {
  const at = { account: { id: account, name: 'tooling' }, region };
  const alarms = ALARMS.map(async (end): Promise<CheckResult> => {
    const name = `${deployment}-${end}`;
    const trial = await tryAlarm(name, region, connection, lasting);
    return { ...at, subject: `${SET_ALARM_STATE} (${name})`, verdict: diagnoseAlarm(trial) };
  });
  const queue = `${deployment}-${QUEUE}`;
  const trial = await tryQueue(queue, region, connection, lasting);
  return [
    ...(await Promise.all(alarms)),
    { ...at, subject: `${SEND_MESSAGE} (${queue})`, verdict: diagnoseQueue(trial) },
  ];
}
