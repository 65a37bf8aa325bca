import type {
  LayerCheck,
  LayerKeepCode,
  LayerKeepReason,
  LayerKeepReasons,
} from '../../model/layer.ts';
import { reasonText } from '../../../text/failure-text.ts';
import { plain } from '../../../text/plain.ts';
import { withOthers } from '../../../text/with-others.ts';

/** Each read of layers in a person's words, after "could not check". */
const CHECK_TEXT: Readonly<Record<LayerCheck, string>> = {
  functions: 'what functions attach',
  layers: 'the list of layers',
  'layer-versions': "the layer's versions",
  'layer-policy': "the layer version's policy",
  'layer-size': "the layer version's size",
};

/** Each reason as a heading over many layer versions. */
export const LAYERS_KEPT_FOR: Readonly<Record<LayerKeepCode, string>> = {
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

const FILTER_TEXT = {
  region: 'the Region was not asked for',
  age: 'younger than was asked for',
} as const;

export function layerCheckText(check: LayerCheck): string {
  return CHECK_TEXT[check];
}

/** `attached to orders:12 (and 1 more reason)` */
export function layerReasonsText([first, ...others]: LayerKeepReasons): string {
  return withOthers(layerKeepText(first), others.length);
}

/** Why a layer version is kept, as what follows `keep: `. */
export function layerKeepText(reason: LayerKeepReason): string {
  switch (reason.code) {
    case 'attached':
      return `attached to ${plain(reason.by)}`;
    case 'shared':
      return `its policy admits ${plain(reason.admits)}`;
    case 'newest':
      return reason.keepNewest === 1
        ? 'the newest version'
        : `one of the newest ${reason.keepNewest}`;
    case 'undated':
      return 'its date is missing or unreadable';
    case 'too-young':
      return `younger than ${reason.minimumAgeDays} days`;
    case 'not-checked':
      return `could not check ${layerCheckText(reason.check)} (${reason.why === 'not-read' ? 'not read' : reasonText(reason.why)})`;
    case 'filtered':
      return FILTER_TEXT[reason.filter];
    case 'cap':
      return `the cap of ${reason.percent} % of the ${reason.of}'s layer versions`;
    case 'target':
      return 'not needed for the target';
  }
}
