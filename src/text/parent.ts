import type { Finding } from '../model/finding.ts';

/** `, event bus orders` after a limit's title, where its figures are of one thing of several; not made plain. */
export function parentText(finding: Finding): string {
  if (!('parent' in finding) || finding.parent === undefined) return '';
  return `, ${finding.parent.kind} ${finding.parent.name}`;
}
