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
  // Plus $LATEST of each function.
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
 * Every version of every function of one account and Region; the order across pages is not documented.
 * Environment variables are dropped. A version without a readable size and an unknown layer are counted
 * apart.
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
 * The names of the first page of the short listing that has any of `names`.
 * @throws AwsCallError when a page before it cannot be read.
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

/** One function with all of its versions. */
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

  /** Package bytes of `$LATEST` and other unpublished versions. */
  get unpublishedBytes(): Bytes {
    const sizes = [...this.#unpublished.values()].map(({ packageBytes }) => packageBytes);
    return sizes.reduce(addBytes, bytes(0));
  }

  /**
   * Equal while number, size and date of every version, `$LATEST` included, are unchanged; `undefined` without
   * a readable date. Revisions are left out: Lambda renews them without a change.
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

  /** Versions, `$LATEST` included, without a readable size: counted with 0 bytes. */
  get unsizedVersions(): number {
    return this.#unsized.size;
  }
}

/** @throws IncompleteAnswer for a number above the safe integers. */
export function versionNumber(version: string): number {
  const number = Number(version);
  if (!Number.isSafeInteger(number)) throw new IncompleteAnswer('a version number is too large');
  return number;
}

/** Reads `2024-02-15T15:26:22.890+0000`; `undefined` for no date, such as the 30th of February. */
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

/** Date.parse rolls a day or hour that does not exist over to the next. */
function isSameSecond(time: number, moment: string): boolean {
  const second = '2024-02-15T15:26:22'.length;
  return new Date(time).toISOString().slice(0, second) === moment.slice(0, second);
}
