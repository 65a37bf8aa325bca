import * as z from 'zod/mini';

import { catalogue } from '../../src/limits/catalogue.ts';
import type { Delivery } from '../../test/sandbox/state/deliveries.ts';
import type { InvocationResult } from '../lambda/run-function.ts';
import { plain, printTable, progress } from '../terminal.ts';

/** The log line of the watch function for one limit in one account and Region. */
const findingLine = z.object({
  message: z.literal('finding'),
  accountName: z.string(),
  region: z.string(),
  limit: z.string(),
  state: z.enum(['ok', 'warn', 'critical', 'unknown', 'not-measured', 'not-enabled']),
  used: z.optional(z.number()),
  quota: z.optional(z.number()),
  failure: z.optional(z.object({ operation: z.string(), errorName: z.string() })),
});
type FindingLine = z.infer<typeof findingLine>;

const MARK = {
  ok: '',
  warn: ' WARNING',
  critical: ' CRITICAL',
  unknown: '',
  'not-measured': '',
  'not-enabled': '',
};

/** Prints the result of a watch run: a table, the limits that were not measured, and the alert as received. */
export function printResult(
  result: InvocationResult,
  logs: readonly string[],
  deliveries: readonly Delivery[],
): void {
  const findings = logs.flatMap(findingOf);
  if (findings.length === 0)
    throw new Error(`the function measured nothing: ${resultText(result)}`);
  progress(`The function ended: ${resultText(result)}`);
  heading('Limits × accounts, each at its worst Region');
  const limits = catalogue
    .map(({ definition }) => definition)
    .filter(({ id }) => findings.some(({ limit }) => limit === id));
  const accounts = [...new Set(findings.map(({ accountName }) => accountName))];
  printTable(
    [{ title: 'limit' }, ...accounts.map((title) => ({ title }))],
    limits.map(({ id, title }) => [
      title,
      ...accounts.map((account) => worst(findings, account, id)),
    ]),
  );

  heading('Not measured');
  const blind = findings.filter(({ state }) => state === 'not-measured' || state === 'unknown');
  printTable(
    [{ title: 'account' }, { title: 'Region' }, { title: 'limit' }, { title: 'why' }],
    blind.map(({ accountName, region, limit, failure }) => [
      accountName,
      region,
      limit,
      failure === undefined ? '' : `${failure.operation}: ${failure.errorName}`,
    ]),
  );

  for (const { protocol, endpoint, subject, body } of deliveries) {
    if (protocol !== 'email') continue;
    heading(`The alert, as ${endpoint} received it by e-mail`);
    console.log(`Subject: ${plain(subject ?? '')}\n`);
    for (const line of body.split('\n')) console.log(plain(line));
  }
}

function worst(findings: readonly FindingLine[], account: string, limit: string): string {
  const cells = findings.filter((line) => line.accountName === account && line.limit === limit);
  if (cells.length === 0) return 'not watched';
  const known = cells.flatMap(({ used, quota, region, state }) =>
    used === undefined || quota === undefined
      ? []
      : [{ percent: (used / quota) * 100, region, state }],
  );
  const [top] = known.toSorted((a, b) => b.percent - a.percent);
  if (top === undefined) return 'not measured';
  const partly = known.length < cells.length ? ' (partly)' : '';
  const place = top.region === 'global' ? '' : ` ${top.region}`;
  return `${Math.floor(top.percent)} %${place}${MARK[top.state]}${partly}`;
}

function findingOf(line: string): readonly FindingLine[] {
  try {
    const parsed = findingLine.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return []; // The line is not JSON, so another program wrote it.
  }
}

function resultText(result: InvocationResult): string {
  return result.ok ? JSON.stringify(result.payload) : `${result.errorType}: ${result.errorMessage}`;
}

function heading(text: string): void {
  console.log(`\n${text}\n${'─'.repeat(text.length)}`);
}
