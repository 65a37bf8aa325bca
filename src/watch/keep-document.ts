import type { Publish } from '../alerts/ports.ts';
import type { Configuration } from '../model/configuration.ts';
import { reportsPrefix } from '../report/keep.ts';
import type { JudgePorts } from './ports.ts';

/** Beside the reports, so that the same permission and the same expiry are for both. */
const FOLDER = 'alerts/';

/** Keeps the documents of a run's alerts. What S3 refuses is in the log and holds back nothing. */
export function documentKeeper(
  { deployment, state }: Pick<Configuration, 'deployment' | 'state'>,
  { reports, log }: Pick<JudgePorts, 'reports' | 'log'>,
): NonNullable<Publish['keep']> {
  return async (name, json) => {
    const failure = await reports.put(`${FOLDER}${name}`, json, 'application/json');
    if (failure === undefined) {
      return { bucket: state.bucket, key: `${reportsPrefix(deployment)}${FOLDER}${name}` };
    }
    log.reportNotKept(failure);
    return undefined;
  };
}
