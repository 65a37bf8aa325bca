import type { Instant } from '../model/time.ts';
import type { Count } from '../model/units.ts';
import { counted } from './quantities.ts';
import { utcText } from './times.ts';

export function unattributedText(unattributed: Count): string {
  return `Missing from these sizes: ${counted(unattributed, 'version or attached layer', 'versions or attached layers')} listed without a readable size or owner.`;
}

/** A sentence that gives the age of the aliases by which versions were counted, and its consequence. */
export function aliasesReadText(readAt: Instant): string {
  return `Aliases of functions without new versions as read at ${utcText(readAt)} or later; a version that lost its alias since is not counted as a candidate yet.`;
}
