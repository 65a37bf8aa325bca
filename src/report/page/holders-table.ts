import type { CodeInventory } from '../../model/code-inventory.ts';
import { quantity } from '../../model/units.ts';
import { aliasesReadText, unattributedText } from '../../text/code-inventory.ts';
import { asPlain } from '../../text/plain.ts';
import { counted, heldText, reclaimableText, withSeparators } from '../../text/quantities.ts';
import { bar } from './bar.ts';
import type { Html } from './html.ts';
import { html, nothing } from './html.ts';

export type PlacedInventory = readonly [place: string, inventory: CodeInventory];

/** Functions that are named, the largest first. */
const NAMED = 5;

/** Functions that a line names. */
const NAMED_IN_LINE = 3;

/** The same of places that are far from every limit, a line each, so that a large page stays light. */
export function holderLines(inventories: readonly PlacedInventory[]): Html {
  if (inventories.length === 0) return nothing;
  const line = ([place, { functions, packageBytes, largest }]: PlacedInventory): Html => {
    const named = largest
      .slice(0, NAMED_IN_LINE)
      .map((one) => `${asPlain(one.name)} ${heldText(one.packageBytes)}`);
    return html`<li>
      ${place}: ${counted(functions, 'function')}, ${heldText(packageBytes)} of packages; most:
      ${named.join(', ')}
    </li> `;
  };
  return html`<details class="holders">
    <summary>Largest functions in ${counted(inventories.length, 'Region')} without a chart</summary>
    <ul>
      ${inventories.map(line)}
    </ul>
  </details>`;
}

/** The largest functions of one account and Region, closed at first. `place` tells it from others. */
export function holdersTable(inventory: CodeInventory, place: string): Html {
  const {
    functions,
    versions,
    packageBytes,
    oldVersions,
    oldPackageBytes,
    largest,
    ownLayers,
    unattributed,
    aliasesReadAt,
  } = inventory;
  const named = largest.slice(0, NAMED);
  const others = functions - named.length;
  const layers =
    ownLayers.layerVersions === 0
      ? ''
      : ` ${counted(ownLayers.layerVersions, 'attached layer version')} with ${heldText(ownLayers.packageBytes)}.`;
  const old =
    oldVersions === 0
      ? 'No version is a deletion candidate.'
      : `Deletion candidates, not yet checked for use: ${counted(oldVersions, 'version')}, ${reclaimableText(oldPackageBytes)}; a plan says what can go.`;
  const missing = unattributed === undefined ? '' : ` ${unattributedText(unattributed)}`;
  const aliases = aliasesReadAt === undefined ? '' : ` ${aliasesReadText(aliasesReadAt)}`;
  return html`<details class="holders">
    <summary>
      Largest functions in ${place}: ${counted(functions, 'function')}, ${heldText(packageBytes)} of
      packages
    </summary>
    <p>${counted(versions, 'version')} in all. ${old}${aliases}${layers}${missing}</p>
    ${
      named.length === 0
        ? nothing
        : html`<div
            class="wide"
            role="region"
            aria-label="Largest functions in ${place}"
            tabindex="0"
          >
            <table>
              <thead>
                <tr>
                  <th scope="col">Function</th>
                  <th scope="col">Packages</th>
                  <th scope="col">Versions</th>
                  <th scope="col">Deletion candidates, not yet checked for use</th>
                </tr>
              </thead>
              <tbody>
                ${named.map(
                  (one) =>
                    html`<tr>
                      <th scope="row">
                        ${asPlain(one.name)}${
                          one.storage === 'reference'
                            ? html` <span class="quiet"
                                >($LATEST: code in your own bucket, not counted)</span
                              >`
                            : nothing
                        }
                      </th>
                      <td class="number">
                        ${heldText(one.packageBytes)}${bar(quantity('bytes', one.packageBytes), quantity('bytes', packageBytes))}
                      </td>
                      <td class="number">${withSeparators(one.versions)}</td>
                      <td class="number">
                        ${
                          one.oldVersions === 0
                            ? 'none'
                            : `${withSeparators(one.oldVersions)}, ${reclaimableText(one.oldPackageBytes)}`
                        }
                      </td>
                    </tr> `,
                )}
              </tbody>
            </table>
          </div>`
    }
    ${others > 0 ? html`<p>And ${counted(others, 'more function')}.</p>` : nothing}
  </details>`;
}
