import type { ReadFailure } from '../../../model/failure.ts';
import { callerOf, sourceOf } from '../../evidence/callers.ts';
import type { Check } from '../../model/evidence.ts';
import type { KeepReason, KeepReasons, SkipReason } from '../../model/reason.ts';
import { failureText, reasonText } from '../../../text/failure-text.ts';
import { plain } from '../../../text/plain.ts';
import { layerReasonsText } from './layers-reason-text.ts';
import { useText } from './use-text.ts';
import { withOthers } from '../../../text/with-others.ts';

/** What was to be read, after "could not check". */
export function checkText(check: Check): string {
  return sourceOf(check).label;
}

/** `alias live points at it (and 2 more reasons)` */
export function reasonsText([first, ...others]: KeepReasons): string {
  return withOthers(keepText(first), others.length);
}

/** Why a version is kept, as what follows `keep: `. */
export function keepText(reason: KeepReason): string {
  switch (reason.code) {
    case 'not-a-version':
      return 'not a published version';
    case 'alias-target':
      return `alias ${plain(reason.alias)} points at it`;
    case 'alias-weight':
      return `alias ${plain(reason.alias)} sends it a share of its calls`;
    case 'in-use':
      return useText(callerOf(reason.check).sentence, plain(reason.by));
    case 'edge-replica':
      return 'a Lambda@Edge replica';
    case 'capacity-provider':
      return 'runs on a capacity provider';
    case 'opted-out':
      return `the configuration keeps ${plain(reason.glob)}`;
    case 'rollback-target':
      return `right below version ${plain(reason.of)}, where alias ${plain(reason.alias)} would roll back to`;
    case 'newest':
      return reason.keepNewest === 1
        ? 'the newest version'
        : `one of the newest ${reason.keepNewest}`;
    case 'undated':
      return 'its date is missing or unreadable';
    case 'too-young':
      return `younger than ${reason.minimumAgeDays} days`;
    case 'not-checked':
      return `could not check ${checkText(reason.check)} (${reason.why === 'not-read' ? 'not read' : reasonText(reason.why)})`;
    case 'filtered':
      return FILTER_TEXT[reason.filter];
    case 'cap':
      return `the cap of ${reason.percent} % of the ${reason.of}'s versions`;
    case 'target':
      return 'not needed for the target';
  }
}

const FILTER_TEXT = {
  function: 'the function was not asked for',
  region: 'the Region was not asked for',
  age: 'younger than was asked for',
} as const;

/** Why nobody could tell whether a version was deleted, as what follows `not known whether deleted: `. */
export function unknownText(failure: ReadFailure): string {
  return `the answer to its deletion was lost, and whether it is still there could not be read: ${failureText(failure)}`;
}

/**
 * AWS's own reason, such as the alias that points at the version, or that it is a replica at the edge. It
 * is shown and decides nothing. Of versions that AWS refused with other messages it is an example.
 */
function refusedText(
  { operation, errorName, message }: ReadFailure,
  messages: 'alike' | 'differ',
): string {
  const refused = `AWS refused to delete it (${plain(operation)}: ${plain(errorName)})`;
  if (message === '') return refused;
  return `${refused}${messages === 'alike' ? '' : ', for example'}: ${plain(message)}`;
}

/** Why a version that the plan deletes was left alone, as what follows `skipped: `. */
export function skipText(reason: SkipReason, messages: 'alike' | 'differ' = 'alike'): string {
  switch (reason.code) {
    case 'function-gone':
      return 'the function is gone';
    case 'versions-changed':
      return 'its versions changed after planning';
    case 'aliases-changed':
      return 'its aliases changed after planning';
    case 'kept-now':
      return reasonsText(reason.reasons);
    case 'layer-gone':
      return 'the layer version is gone';
    case 'versions-not-listed':
      return `could not check the layer's versions: ${failureText(reason.failure)}`;
    case 'layer-kept-now':
      return layerReasonsText(reason.reasons);
    case 'refused':
      return refusedText(reason.failure, messages);
  }
}
