import type { Count } from '../model/units.ts';
import { counted } from './quantities.ts';

/** Says what is missing from the bytes of an inventory. */
export function unattributedText(unattributed: Count): string {
  return `Missing from these sizes: ${counted(unattributed, 'version or attached layer', 'versions or attached layers')} listed without a readable size or owner.`;
}
