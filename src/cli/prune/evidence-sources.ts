import { plain } from '../../text/plain.ts';
import type { EvidenceSourceAnswer } from './answers.ts';

/** `scheduler, pipes (eu-west-1)`, Region by Region. */
export function sourcesText(sources: readonly EvidenceSourceAnswer[]): string {
  const regions = [...new Set(sources.map(({ region }) => region))];
  return regions
    .map((region) => {
      const own = sources.filter((source) => source.region === region);
      return `${own.map(({ check }) => plain(check)).join(', ')} (${plain(region)})`;
    })
    .join('; ');
}
