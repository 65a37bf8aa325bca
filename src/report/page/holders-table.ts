import type { CodeInventory, FunctionHolding } from '../../model/code-inventory.ts';
import { quantity } from '../../model/units.ts';
import { aliasesReadText, unattributedText } from '../../text/code-inventory.ts';
import { asPlain } from '../../text/plain.ts';
import {
  counted,
  packageSizeText,
  reclaimableText,
  withSeparators,
} from '../../text/quantities.ts';
import type { Html } from './html.ts';
import { html, nothing, table } from './html.ts';
import { bar } from './level.ts';

export type RegionInventory = readonly [place: string, inventory: CodeInventory];

/** How many of the largest functions a table names. */
const NAMED = 5;
/** How many of the largest functions a line names. */
const NAMED_IN_LINE = 3;
const CANDIDATES = 'Deletion candidates, not yet checked for use';

/** The largest functions of each Region without a chart, as one line: tables for all would make the page large. */
export function holderLines(inventories: readonly RegionInventory[]): Html {
  if (inventories.length === 0) return nothing;
  const line = ([place, { functions, packageBytes, largest }]: RegionInventory): Html => {
    const named = largest
      .slice(0, NAMED_IN_LINE)
      .map((one) => `${asPlain(one.name)} ${packageSizeText(one.packageBytes)}`);
    return html`<li>
      ${place}: ${counted(functions, 'function')}, ${packageSizeText(packageBytes)} of packages;
      most: ${named.join(', ')}
    </li> `;
  };
  return html`<details class="holders">
    <summary>Largest functions in ${counted(inventories.length, 'Region')} without a chart</summary>
    <ul>
      ${inventories.map(line)}
    </ul>
  </details>`;
}

/** The table of the largest functions of one account and Region. It is closed at first. */
export function holdersTable(inventory: CodeInventory, place: string): Html {
  const { functions, versions, packageBytes, oldVersions, oldPackageBytes } = inventory;
  const { largest, ownLayers, unattributed, aliasesReadAt } = inventory;
  const named = largest.slice(0, NAMED);
  const others = functions - named.length;
  const title = `Largest functions in ${place}`;
  const facts = [
    `${counted(versions, 'version')} in all.`,
    oldVersions === 0
      ? 'No version is a deletion candidate.'
      : `${CANDIDATES}: ${counted(oldVersions, 'version')}, ${reclaimableText(oldPackageBytes)}; a plan says what can go.`,
    ...(aliasesReadAt === undefined ? [] : [aliasesReadText(aliasesReadAt)]),
    ...(ownLayers.layerVersions === 0
      ? []
      : [
          `${counted(ownLayers.layerVersions, 'attached layer version')} with ${packageSizeText(ownLayers.packageBytes)}.`,
        ]),
    ...(unattributed === undefined ? [] : [unattributedText(unattributed)]),
  ];
  return html`<details class="holders">
    <summary>
      ${title}: ${counted(functions, 'function')}, ${packageSizeText(packageBytes)} of packages
    </summary>
    <p>${facts.join(' ')}</p>
    ${
      named.length === 0
        ? nothing
        : table(
            title,
            ['Function', 'Packages', 'Versions', CANDIDATES],
            named.map((one) => row(one, packageBytes)),
          )
    }
    ${others > 0 ? html`<p>And ${counted(others, 'more function')}.</p>` : nothing}
  </details>`;
}

function row(one: FunctionHolding, total: CodeInventory['packageBytes']): Html {
  const { name, storage, packageBytes, versions, oldVersions, oldPackageBytes } = one;
  return html`<tr>
    <th scope="row">
      ${asPlain(name)}${
        storage === 'reference'
          ? html` <span class="quiet">($LATEST: code in your own bucket, not counted)</span>`
          : nothing
      }
    </th>
    <td class="number">
      ${packageSizeText(packageBytes)}${bar(quantity('bytes', packageBytes), quantity('bytes', total))}
    </td>
    <td class="number">${withSeparators(versions)}</td>
    <td class="number">
      ${oldVersions === 0 ? 'none' : `${withSeparators(oldVersions)}, ${reclaimableText(oldPackageBytes)}`}
    </td>
  </tr> `;
}
