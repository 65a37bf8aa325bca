import type { ReadFailure } from '../../../model/failure.ts';
import { failureText, reasonText } from '../../../text/failure-text.ts';
import { plain } from '../../../text/plain.ts';
import { counted } from '../../../text/quantities.ts';
import { callerOf, sourceOf } from '../../evidence/callers.ts';
import type { Check } from '../../model/evidence.ts';
import type { LayerCheck, LayerKeepCode, LayerKeepReason } from '../../model/layer.ts';
import type { KeepCode, KeepReason, SkipReason } from '../../model/reason.ts';

const LAYER_CHECK_TEXT: Readonly<Record<LayerCheck, string>> = {
  functions: 'what functions attach',
  layers: 'the list of layers',
  'layer-versions': "the layer's versions",
  'layer-policy': "the layer version's policy",
  'layer-size': "the layer version's size",
};

/** The text for each reason as a heading above many versions. */
export const KEPT_FOR: Readonly<Record<KeepCode | LayerKeepCode, string>> = {
  'not-a-version': 'not a published version',
  'alias-target': 'an alias points at them',
  'alias-weight': 'an alias sends them a share of its calls',
  'in-use': 'pointed at by an alias lately, or used by something else',
  'edge-replica': 'Lambda@Edge replicas',
  'capacity-provider': 'on a capacity provider',
  'opted-out': 'kept by the configuration',
  'rollback-target': 'rollback targets',
  attached: 'attached to a function',
  shared: 'have a policy, so another account may use them',
  newest: 'among the newest',
  undated: 'without a readable date',
  'too-young': 'too young',
  'not-checked': 'could not be checked',
  filtered: 'not asked for',
  cap: 'beyond the cap',
  target: 'not needed for the target',
};

export function checkText(check: Check | LayerCheck): string {
  return isLayerCheck(check) ? LAYER_CHECK_TEXT[check] : sourceOf(check).label;
}

function isLayerCheck(check: Check | LayerCheck): check is LayerCheck {
  return Object.hasOwn(LAYER_CHECK_TEXT, check);
}

type AnyReason = KeepReason | LayerKeepReason;
type Noun = 'versions' | 'layer versions';

/** The most important reason, and how many more there are: `alias live points at it (and 2 more reasons)` */
export function reasonsText(
  [first, ...others]: readonly [AnyReason, ...AnyReason[]],
  noun?: Noun,
): string {
  const text = keepText(first, noun);
  return others.length === 0 ? text : `${text} (and ${counted(others.length, 'more reason')})`;
}

/** The reason as a text after `keep: `, such as `alias live points at it`. */
export function keepText(reason: AnyReason, noun: Noun = 'versions'): string {
  switch (reason.code) {
    case 'attached':
      return `attached to ${plain(reason.by)}`;
    case 'shared':
      return `its resource policy allows invocation: ${plain(reason.admits)}`;
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
      return `the cap of ${reason.percent} % of the ${reason.of}'s ${noun}`;
    case 'target':
      return 'not needed for the target';
  }
}

const FILTER_TEXT = {
  function: 'the request selects other functions',
  region: 'the request selects other Regions',
  age: 'younger than requested',
} as const;

/** Why it is unknown whether a version was deleted, as a text after `deletion not confirmed: `. */
export function unknownText(failure: ReadFailure): string {
  return `the answer to its deletion was lost, and whether it still exists could not be read: ${failureText(failure)}`;
}

/** The error with AWS's message, which is called an example when the messages of several versions `differ`. */
function refusedText(
  { operation, errorName, message }: ReadFailure,
  messages: 'alike' | 'differ',
): string {
  const refused = `AWS refused to delete it (${plain(operation)}: ${plain(errorName)})`;
  if (message === '') return refused;
  return `${refused}${messages === 'alike' ? '' : ', for example'}: ${plain(message)}`;
}

/** The reason as a text after `skipped: `. */
export function skipText(reason: SkipReason, messages: 'alike' | 'differ' = 'alike'): string {
  switch (reason.code) {
    case 'function-gone':
      return 'the function no longer exists';
    case 'versions-changed':
      return 'its versions changed after planning';
    case 'aliases-changed':
      return 'its aliases changed after planning';
    case 'kept-now':
      return reasonsText(reason.reasons);
    case 'layer-gone':
      return 'the layer version no longer exists';
    case 'versions-not-listed':
      return `could not check the layer's versions: ${failureText(reason.failure)}`;
    case 'layer-kept-now':
      return reasonsText(reason.reasons, 'layer versions');
    case 'refused':
      return refusedText(reason.failure, messages);
  }
}

/**
 * The use and the caller in one phrase: `used by` and `pipe orders` give `used by pipe orders`. Words at the end of
 * `sentence` that are also at the beginning of `by` are not repeated.
 */
export function useText(sentence: string, by: string): string {
  const words = sentence.split(' ');
  for (let first = 0; first < words.length; first += 1) {
    const end = words.slice(first).join(' ');
    if (by === end || by.startsWith(`${end} `)) return [...words.slice(0, first), by].join(' ');
  }
  return `${sentence} ${by}`.trimEnd();
}
