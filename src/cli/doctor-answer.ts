import * as z from 'zod/mini';

import type { AccountId, Region } from '../model/aws-ids.ts';
import { ACCOUNT_ID, accountId, REGION, region } from '../model/aws-ids.ts';
import type { CheckedAccount, CheckLine, DoctorReport } from '../doctor/model.ts';
import { CHECK_STATES } from '../doctor/model.ts';
import { EXIT_CODE } from './exit-code.ts';
import { STAGES } from '../model/configuration.ts';

const state = z.enum(CHECK_STATES);
const count = z.int().check(z.minimum(0));
const counts = z.object({ ok: count, notTried: count, couldNotTell: count, problem: count });
const account = z.object({
  id: z.string().check(z.regex(ACCOUNT_ID)),
  name: z.string(),
  /** Absent for the tooling account, where the functions are. */
  stage: z.optional(z.enum(STAGES)),
});
const askedBy = z.enum(['watch', 'plan', 'caller']);
const line = z.object({
  state,
  askedBy,
  account,
  regions: z.array(z.string().check(z.regex(REGION))),
  subject: z.string(),
  /** Absent in answers of former versions. */
  code: z.optional(z.string()),
  sentence: z.string(),
  todo: z.optional(z.string()),
  steps: z.optional(z.array(z.string())),
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
  mayBePruned: z.array(z.string().check(z.regex(ACCOUNT_ID))),
});

const doctorDocument = z.object({
  version: z.literal(1),
  kind: z.literal('limits-watchdog.doctor'),
  outcome: z.enum(Object.keys(EXIT_CODE)),
  exitCode: z.int(),
  messages: z.array(z.string()),
  /** These are absent where the functions could not be asked. */
  deployment: z.optional(z.string()),
  worst: z.optional(state),
  counts: z.optional(counts),
  accounts: z.optional(z.array(z.object({ askedBy, account, counts }))),
  lines: z.optional(z.array(line)),
  omittedLines: z.optional(count),
});

/** undefined for what is no answer of a doctor. */
export function readDoctorReport(payload: unknown): DoctorReport | undefined {
  const parsed = doctorReport.safeParse(payload);
  if (!parsed.success) return undefined;
  const { data } = parsed;
  return {
    ...data,
    accounts: data.accounts.map((one) => ({
      account: accountOf(one.account),
      counts: one.counts,
    })),
    lines: data.lines.map(lineOf),
    mayBePruned: data.mayBePruned.map((id): AccountId => accountId(id)),
  };
}

function accountOf({ id, name, stage }: z.infer<typeof account>): CheckedAccount {
  return { id: accountId(id), name, ...(stage !== undefined && { stage }) };
}

function lineOf(read: z.infer<typeof line>): CheckLine {
  const { todo, steps, code, ...rest } = read;
  return {
    ...rest,
    account: accountOf(read.account),
    regions: read.regions.map((code): Region => region(code)),
    ...(code !== undefined && { code }),
    ...(todo !== undefined && { todo }),
    ...(steps !== undefined && { steps }),
  };
}

/** JSON Schema (draft 2020-12) of what `limits-watchdog doctor --json` writes. */
export function doctorJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(doctorDocument, {
    target: 'draft-2020-12',
    io: 'input',
  });
  return { $schema, title: 'limits-watchdog doctor --json', ...schema };
}
