import type { Finding } from '../model/finding.ts';
import { utcText } from './times.ts';

/** The resource and time of a figure: `, event bus orders, peak at 2026-11-22 05:10 UTC`. The caller escapes it. */
export function detailText(finding: Finding): string {
  if (!('used' in finding)) return '';
  const { parent, figure } = finding;
  const of = parent === undefined ? '' : `, ${parent.kind} ${parent.name}`;
  if (figure === undefined) return of;
  return `${of}, ${figure.kind === 'peak' ? 'peak ' : ''}at ${utcText(figure.at)}`;
}
