import { isReplicaName, PUBLISHED_VERSION, VersionTable } from '../model/function-versions.ts';
import type { Instant } from '../model/time.ts';
import { instant } from '../model/time.ts';
import type { Bytes } from '../model/units.ts';
import { addBytes, bytes } from '../model/units.ts';
import { withOperation, IncompleteAnswer } from '../aws/failures.ts';
import type { ListedItem } from '../aws/function-page.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { pages, required, LAMBDA_ITEMS_A_PAGE, pagesOf } from '../aws/pages.ts';
import type { ConsoleLink, LimitAction } from './limit.ts';
import { ListedLayers, readableSize } from './listed-layers.ts';

export const LIST_FUNCTIONS = 'lambda:ListFunctions';

export const FUNCTION_LISTING: LimitAction = {
  action: LIST_FUNCTIONS,
  reason: 'Every function and version with its size and age.',
  probe: { ask: ({ aws }) => aws[LIST_FUNCTIONS]({ MaxItems: 1 }) },
  // The listing also holds `$LATEST` of each function.
  callsPerRun: ({ functions, versionsPerFunction }) =>
    functions === 0 ? 0 : pagesOf(functions * (versionsPerFunction + 1), LAMBDA_ITEMS_A_PAGE),
};

export const LAMBDA_FUNCTIONS: ConsoleLink = {
  kind: 'console',
  label: 'Lambda functions',
  page: 'lambda/home',
  fragment: '#/functions',
};

export interface ListedCode {
  readonly functions: readonly ListedFunction[];
  readonly layers: ListedLayers;
}

/**
 * All versions of all functions of one account and Region, in any order, and the layers of these versions.
 * Environment variables are dropped. Versions without a readable size and unknown layers are counted separately.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 * @throws AwsCallError when any page cannot be read.
 */
export async function listFunctions(
  aws: Pick<AwsOperations, typeof LIST_FUNCTIONS>,
): Promise<ListedCode> {
  const functions = new Map<string, ListedFunction>();
  const layers = new ListedLayers();
  await withOperation(LIST_FUNCTIONS, async () => {
    const all = pages(
      (Marker) => aws[LIST_FUNCTIONS]({ FunctionVersion: 'ALL', ...(Marker && { Marker }) }),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      for (const item of required(Functions, 'Functions')) {
        const name = required(item.FunctionName, 'FunctionName');
        const listed = functions.get(name) ?? new ListedFunction(name);
        functions.set(name, listed);
        listed.add(item);
        for (const layer of item.Layers) layers.add(layer, item.FunctionArn);
      }
    }
  });
  return { functions: [...functions.values()], layers };
}

/**
 * The first of `names` that Lambda lists as a function now; `undefined` when it lists none of them.
 * @throws AwsCallError when a page of the listing cannot be read.
 */
export async function findListedFunction(
  aws: Pick<AwsOperations, typeof LIST_FUNCTIONS>,
  names: ReadonlySet<string>,
): Promise<string | undefined> {
  return withOperation(LIST_FUNCTIONS, async () => {
    const all = pages(
      (Marker) => aws[LIST_FUNCTIONS](Marker === undefined ? {} : { Marker }),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      for (const { FunctionName } of required(Functions, 'Functions')) {
        const name = required(FunctionName, 'FunctionName');
        if (names.has(name)) return name;
      }
    }
    return undefined;
  });
}

export class ListedFunction {
  readonly name: string;
  readonly published = new VersionTable();
  readonly #unpublished = new Map<
    string,
    { readonly packageBytes: Bytes; readonly modifiedAt: string | undefined }
  >();
  readonly #unsized = new Set<string>();

  constructor(name: string) {
    this.name = name;
  }

  add(item: ListedItem): void {
    const version = required(item.Version, 'Version');
    const size = readableSize(item.CodeSize);
    if (size === undefined) this.#unsized.add(version);
    const packageBytes = size ?? bytes(0);
    if (!PUBLISHED_VERSION.test(version)) {
      this.#unpublished.set(version, { packageBytes, modifiedAt: item.LastModified });
      return;
    }
    this.published.add({
      number: versionNumber(version),
      packageBytes,
      modifiedAt: lastModified(item.LastModified),
      heldByLambda:
        isReplicaName(this.name) ||
        item.MasterArn !== undefined ||
        item.CapacityProviderConfig !== undefined,
    });
  }

  /** The package sizes of `$LATEST` and other unpublished versions together. */
  get unpublishedBytes(): Bytes {
    const sizes = [...this.#unpublished.values()].map(({ packageBytes }) => packageBytes);
    return sizes.reduce(addBytes, bytes(0));
  }

  /**
   * A text that changes when the number, size or date of any version changes, `$LATEST` included. `undefined`
   * when a version has no readable date. Revision ids are not used, as Lambda also renews them without a change.
   */
  fingerprint(): string | undefined {
    const published = this.published.fingerprint();
    const others = [...this.#unpublished];
    const isDated = others.every(([, { modifiedAt }]) => lastModified(modifiedAt) !== undefined);
    if (published === undefined || !isDated) return undefined;
    const texts = others.map(
      ([version, { packageBytes, modifiedAt }]) => `${version} ${packageBytes} ${modifiedAt}`,
    );
    return [published, ...texts.toSorted()].join(' ');
  }

  /** The number of versions without a readable size, `$LATEST` included. Their size counts as 0 bytes. */
  get unsizedVersions(): number {
    return this.#unsized.size;
  }
}

/** The version as a number. @throws IncompleteAnswer for a number above the safe integers. */
export function versionNumber(version: string): number {
  const number = Number(version);
  if (!Number.isSafeInteger(number)) throw new IncompleteAnswer('a version number is too large');
  return number;
}

/** The time `2024-02-15T15:26:22.890+0000`; `undefined` for a missing, malformed or impossible date. */
export function lastModified(text: string | undefined): Instant | undefined {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(?:Z|([+-]\d\d):?(\d\d))$/.exec(
    text ?? '',
  );
  if (match === null) return undefined;
  const [, moment = '', hours, minutes = '00'] = match;
  const asWritten = Date.parse(`${moment}Z`);
  if (Number.isNaN(asWritten) || !isSameSecond(asWritten, moment)) return undefined;
  const time = Date.parse(`${moment}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  return Number.isNaN(time) || time < 0 ? undefined : instant(time);
}

/** False for an impossible date, which Date.parse changes: the 30th of February becomes the 1st of March. */
function isSameSecond(time: number, moment: string): boolean {
  const second = '2024-02-15T15:26:22'.length;
  return new Date(time).toISOString().slice(0, second) === moment.slice(0, second);
}
