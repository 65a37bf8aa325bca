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
  /** The stage of the account; absent for the tooling account. */
  stage: optional(oneOf(STAGES)),
});
const askedBy = oneOf(['watch', 'plan', 'caller']);
const shared = {
  deployment: text,
  worst: state,
  counts,
  lines: list(
    openRecord<CheckLine>({
      state,
      askedBy,
      account,
      regions: list(region),
      subject: text,
      sentence: text,
      code: optional(text),
      todo: optional(text),
      steps: optional(list(text)),
    }),
  ),
  omittedLines: natural,
};

/** The answer of one function to a doctor request. */
export const doctorReport = openRecord<DoctorReport>({
  version: oneOf([1]),
  kind: oneOf(['limits-watchdog.doctor-report']),
  ...shared,
  askedBy,
  runId: text,
  accounts: list(openRecord({ account, counts })),
  mayBePruned: list(accountId),
});

export const doctorDocument = cliDocument('doctor', {
  ...shared,
  accounts: list(openRecord({ askedBy, account, counts })),
});
