import type { DiscoveryReport } from '../model/discovery.ts';
import type { Finding } from '../model/finding.ts';
import type { PruneRoleReading } from '../model/prune-role.ts';
import type { RunStatus } from '../model/report.ts';

/** Returns the status after a problem outside the findings: `complete` becomes `attention`. */
export function withAttention(status: RunStatus): RunStatus {
  return status === 'complete' ? 'attention' : status;
}

/** Returns the worst status that findings, discovery or a forbidden prune role cause; `failed` without measurements. */
export function runStatus(
  findings: readonly Finding[],
  discovery?: Pick<DiscoveryReport, 'trouble' | 'ruleProblems'>,
  pruneRoles: readonly PruneRoleReading[] = [],
): RunStatus {
  const states = new Set(findings.map((finding) => finding.state));
  const hasMeasured = (['ok', 'warn', 'critical', 'no-data'] as const).some((state) =>
    states.has(state),
  );
  if (!hasMeasured && !states.has('unknown')) return 'failed';
  // Without a current list of accounts, some may be missing.
  if (discovery?.trouble !== undefined) return 'incomplete';
  if (states.has('unknown') || states.has('not-measured')) return 'incomplete';
  if (pruneRoles.some(({ presence }) => presence === 'present')) return 'attention';
  if (states.has('warn') || states.has('critical')) return 'attention';
  return (discovery?.ruleProblems ?? []).length > 0 ? 'attention' : 'complete';
}
