import * as z from 'zod/mini';

import type { DoctorReport } from '../doctor/model.ts';
import { CHECK_STATES } from '../doctor/model.ts';
import { ACCOUNT_ID, accountId, REGION, region } from '../model/aws-ids.ts';
import { STAGES } from '../model/configuration.ts';
import { cliDocument } from './documents/document.ts';

const id = z.pipe(z.string().check(z.regex(ACCOUNT_ID)), z.transform(accountId));
const regionCode = z.pipe(z.string().check(z.regex(REGION)), z.transform(region));
const state = z.enum(CHECK_STATES);
const count = z.int().check(z.minimum(0));
const counts = z.object({ ok: count, notTried: count, couldNotTell: count, problem: count });
const account = z.object({
  id,
  name: z.string(),
  /** Absent for the tooling account, where the functions are. */
  stage: z.exactOptional(z.enum(STAGES)),
});
const askedBy = z.enum(['watch', 'plan', 'caller']);
const line = z.object({
  state,
  askedBy,
  account,
  regions: z.array(regionCode),
  subject: z.string(),
  sentence: z.string(),
  /** Absent in answers of former versions. */
  code: z.exactOptional(z.string()),
  todo: z.exactOptional(z.string()),
  steps: z.exactOptional(z.array(z.string())),
});

const doctorReport = z.object({
  version: z.literal(1),
  kind: z.literal('limits-watchdog.doctor-report'),
  askedBy,
  deployment: z.string(),
  runId: z.string(),
  worst: state,
  counts,
  accounts: z.array(z.object({ account, counts })),
  lines: z.array(line),
  omittedLines: count,
  mayBePruned: z.array(id),
});

/** Of what `limits-watchdog doctor --json` writes. */
export const doctorDocument = cliDocument(
  'doctor',
  z.object({
    deployment: z.string(),
    worst: state,
    counts,
    accounts: z.array(z.object({ askedBy, account, counts })),
    lines: z.array(line),
    omittedLines: count,
  }),
);

/** undefined for what is no answer of a doctor. */
export function readDoctorReport(payload: unknown): DoctorReport | undefined {
  const parsed = doctorReport.safeParse(payload);
  return parsed.success ? parsed.data : undefined;
}
