import type { ReportedPrune, ReportedPrunes, ReportedStorage } from '../model/run-report.ts';
import { readAccount } from './finding-reading.ts';
import { readTime } from './kept-runs.ts';
import type { Read } from './reading.ts';
import { list, object, oneOf, readBytes, readCount, readFailure, text } from './reading.ts';

/** The last prunes, or why a report has none. */
export const readPrunes: Read<ReportedPrunes> = object(({ required }): ReportedPrunes => {
  const kind = required('kind', oneOf(['read', 'failed', 'not-asked']));
  switch (kind) {
    case 'read':
      return { kind, prunes: required('prunes', list(readPrune)) };
    case 'failed':
      return { kind, failure: required('failure', readFailure) };
    case 'not-asked':
      return { kind };
  }
});

/** Of one prune; also of the object in which the prune function keeps the last ones. */
export const readPrune: Read<ReportedPrune> = object(({ required, optional }) => {
  const requestedBy = optional('requestedBy', text);
  const appliedBy = optional('appliedBy', text);
  return {
    planId: required('planId', text),
    account: required('account', readAccount),
    endedAt: required('endedAt', readTime),
    ...(requestedBy !== undefined && { requestedBy }),
    ...(appliedBy !== undefined && { appliedBy }),
    planned: required('planned', readCount),
    deleted: required('deleted', readCount),
    packageBytesDeleted: required('packageBytesDeleted', readBytes),
    regions: required(
      'regions',
      list(
        object((fields) => ({
          region: fields.required('region', text),
          before: fields.required('before', readStorage),
          after: fields.required('after', readStorage),
        })),
      ),
    ),
  };
});

const readStorage: Read<ReportedStorage> = object(({ required, optional }): ReportedStorage => {
  const kind = required('kind', oneOf(['read', 'not-known']));
  if (kind === 'not-known') return { kind };
  const limit = optional('limit', readBytes);
  return { kind, used: required('used', readBytes), ...(limit !== undefined && { limit }) };
});
