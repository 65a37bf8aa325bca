import { counted, withSeparators } from '../../../text/quantities.ts';
import type { PlanningProgress, RegionLeft } from '../../ports.ts';

/** `1 of 3 Regions read; 340 functions with 4,120 versions listed; left: 1,230 versions to check in eu-west-1` */
export function progressText({ regions, read, listed, left }: PlanningProgress): string {
  return [
    `${withSeparators(read)} of ${counted(regions, 'Region')} read`,
    ...(listed === undefined
      ? []
      : [
          `${counted(listed.functions, 'function')} with ${counted(listed.versions, 'version')}${listed.layers > 0 ? ` and ${counted(listed.layers, 'layer')}` : ''} listed`,
        ]),
    ...(left.length > 0 ? [`left: ${left.map(leftText).join(', ')}`] : []),
  ].join('; ');
}

function leftText(left: RegionLeft): string {
  switch (left.what) {
    case 'listing':
      return `listing ${left.region}`;
    case 'checks':
      return `${counted(left.versions, 'version')} to check in ${left.region}`;
    case 'last-reads':
      return `the last reads of ${left.region}`;
  }
}
