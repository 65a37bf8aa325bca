import type { CodeInventory, FunctionHolding } from '../../model/code-inventory.ts';
import { NOT_COVERED } from '../../model/code-inventory.ts';
import { aliasesReadText, unattributedText } from '../../text/code-inventory.ts';
import type { Quote } from '../../text/plain.ts';
import { counted, heldText, reclaimableText, withSeparators } from '../../text/quantities.ts';

/** Functions that a message names; the data beside it names more. */
const NAMED = 5;

/**
 * The largest functions, one line each. All sizes are package sizes: how they relate to the bytes of the
 * limit is not documented.
 */
export function holderLines(inventory: CodeInventory, quote: Quote): readonly string[] {
  const named = inventory.largest.slice(0, NAMED);
  const others = inventory.functions - named.length;
  return [
    'Largest functions, by package size (AWS counts the limit differently):',
    ...named.map((holding, index) => `${index + 1}. ${holdingText(holding, quote)}`),
    ...(others > 0 ? [`and ${counted(others, 'more function')}.`] : []),
    `In all: ${counted(inventory.versions, 'version')} of ${counted(inventory.functions, 'function')}, ${heldText(inventory.packageBytes)}${layerText(inventory)}.`,
    inventory.oldVersions === 0
      ? 'No version is old.'
      : `Deletion candidates, not yet checked for use: ${counted(inventory.oldVersions, 'version')}, ${reclaimableText(inventory.oldPackageBytes)} of packages.`,
    ...(inventory.aliasesReadAt === undefined ? [] : [aliasesReadText(inventory.aliasesReadAt)]),
    ...(inventory.unattributed === undefined ? [] : [unattributedText(inventory.unattributed)]),
    NOT_COVERED,
  ];
}

function holdingText(holding: FunctionHolding, quote: Quote): string {
  const { name, versions, oldVersions, packageBytes, oldPackageBytes, storage } = holding;
  const old =
    oldVersions === 0
      ? 'none old'
      : `${withSeparators(oldVersions)} old with ${reclaimableText(oldPackageBytes)}`;
  return `${quote(name)}: ${counted(versions, 'version')}, ${heldText(packageBytes)}; ${old}${storageText(storage)}`;
}

/** Only what changes the picture is said. Of `$LATEST`: earlier versions may be copies, which count. */
function storageText(storage: FunctionHolding['storage']): string {
  return storage === 'reference' ? ' ($LATEST: code in your own bucket, not counted)' : '';
}

function layerText({ ownLayers }: CodeInventory): string {
  return ownLayers.layerVersions === 0
    ? ''
    : `; ${counted(ownLayers.layerVersions, 'attached layer version')}, ${heldText(ownLayers.packageBytes)}`;
}
