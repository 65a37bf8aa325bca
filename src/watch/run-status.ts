import type { DiscoveryReport } from '../model/discovery.ts';
import type { Finding } from '../model/finding.ts';
import type { PruneRoleReading } from '../model/prune-role.ts';
import type { RunStatus } from '../model/report.ts';

/** `attention` in place of `complete`, for a problem outside the findings; other statuses do not change. */
export function withAttention(status: RunStatus): RunStatus {
  return status === 'complete' ? 'attention' : status;
}

/** The worst status by findings, discovery and prune roles. A run without measurements has failed. */
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
  // Accounts may be missing.
  if (discovery?.trouble !== undefined) return 'incomplete';
  if (states.has('unknown') || states.has('not-measured')) return 'incomplete';
  if (pruneRoles.some(({ presence }) => presence === 'present')) return 'attention';
  if (states.has('warn') || states.has('critical')) return 'attention';
  return (discovery?.ruleProblems ?? []).length > 0 ? 'attention' : 'complete';
}
