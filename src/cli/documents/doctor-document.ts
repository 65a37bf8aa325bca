import { accountId, natural, region } from '../../documents/model-values.ts';
import { openRecord, optional } from '../../documents/records.ts';
import { list, oneOf, text } from '../../documents/values.ts';
import type { CheckedAccount, CheckLine, DoctorReport } from '../../doctor/model.ts';
import { CHECK_STATES } from '../../doctor/model.ts';
import { STAGES } from '../../model/configuration.ts';
import { cliDocument } from './document.ts';

const state = oneOf(CHECK_STATES);
const counts = openRecord({
  ok: natural,
  notTried: natural,
  couldNotTell: natural,
  problem: natural,
});
const account = openRecord<CheckedAccount>({
  id: accountId,
  name: text,
  /** Absent for the tooling account. */
  stage: optional(oneOf(STAGES)),
});
const askedBy = oneOf(['watch', 'plan', 'caller']);
const line = openRecord<CheckLine>({
  state,
  askedBy,
  account,
  regions: list(region),
  subject: text,
  sentence: text,
  code: optional(text),
  todo: optional(text),
  steps: optional(list(text)),
});

/** The answer of a function. */
export const doctorReport = openRecord<DoctorReport>({
  version: oneOf([1]),
  kind: oneOf(['limits-watchdog.doctor-report']),
  askedBy,
  deployment: text,
  runId: text,
  worst: state,
  counts,
  accounts: list(openRecord({ account, counts })),
  lines: list(line),
  omittedLines: natural,
  mayBePruned: list(accountId),
});

export const doctorDocument = cliDocument('doctor', {
  deployment: text,
  worst: state,
  counts,
  accounts: list(openRecord({ askedBy, account, counts })),
  lines: list(line),
  omittedLines: natural,
});
