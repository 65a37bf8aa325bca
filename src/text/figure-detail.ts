import type { Finding } from '../model/finding.ts';
import { utcText } from './times.ts';

/**
 * What the figures of a limit are of, after its title: `, event bus orders` where they are of one thing of
 * several, `, peak at 2026-11-22 05:10 UTC` or `, at …` where CloudWatch reports them. Not made plain.
 */
export function detailText(finding: Finding): string {
  if (!('used' in finding)) return '';
  const { parent, figure } = finding;
  const of = parent === undefined ? '' : `, ${parent.kind} ${parent.name}`;
  if (figure === undefined) return of;
  return `${of}, ${figure.kind === 'peak' ? 'peak ' : ''}at ${utcText(figure.at)}`;
}
