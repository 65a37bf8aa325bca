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

/** Of the whole Region, a page at a time; an account without functions is not listed. */
export const FUNCTION_LISTING: LimitAction = {
  action: LIST_FUNCTIONS,
  reason: 'Every function and version with its size and age.',
  probe: { ask: ({ aws }) => aws[LIST_FUNCTIONS]({ MaxItems: 1 }) },
  // Each function has a $LATEST besides.
  callsPerRun: ({ functions, versionsPerFunction }) =>
    functions === 0 ? 0 : pagesOf(functions * (versionsPerFunction + 1), LAMBDA_ITEMS_A_PAGE),
};

export const LAMBDA_FUNCTIONS: ConsoleLink = {
  kind: 'console',
  label: 'Lambda functions',
  page: 'lambda/home',
  fragment: '#/functions',
};

/** One function with all of its versions. */
export interface ListedFunction {
  readonly name: string;
  readonly published: VersionTable;
  /** Packages of `$LATEST` and of anything else that is no published version. */
  readonly unpublishedBytes: Bytes;
  /** Versions, `$LATEST` included, listed without a size that can be read: counted with 0 bytes. */
  readonly unsizedVersions: number;
  /**
   * Equal in two listings in which every version, `$LATEST` included, is the same: number, size and date of
   * its last change. No revision: Lambda gives a new one without a change of code or configuration.
   * `undefined` where a version has no date that can be read.
   */
  readonly fingerprint: () => string | undefined;
}

export interface ListedCode {
  readonly functions: readonly ListedFunction[];
  readonly layers: ListedLayers;
}

/**
 * Every version of every function of one account and Region, 50 to a page whatever is asked for. The
 * order across pages is not documented, so nothing is concluded before the last one. Of each item
 * only numbers are taken; environment variables never leave this file. A version without a readable
 * size and a layer of unknown form are counted apart: they cost their own bytes, not the Region.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 * @throws AwsCallError when any page cannot be read: part of a list is no list.
 */
export async function listFunctions(
  aws: Pick<AwsOperations, typeof LIST_FUNCTIONS>,
): Promise<ListedCode> {
  const functions = new Map<string, FunctionRows>();
  const layers = new ListedLayers();
  await withOperation(LIST_FUNCTIONS, async () => {
    const all = pages(
      (Marker) => aws[LIST_FUNCTIONS]({ FunctionVersion: 'ALL', ...(Marker && { Marker }) }),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      for (const item of required(Functions, 'Functions')) {
        const name = required(item.FunctionName, 'FunctionName');
        const rows = functions.get(name) ?? new FunctionRows();
        functions.set(name, rows);
        rows.add(item, isReplicaName(name));
        for (const layer of item.Layers) layers.add(layer, item.FunctionArn);
      }
    }
  });
  return {
    functions: [...functions].map(([name, rows]) => ({
      name,
      published: rows.published,
      unpublishedBytes: rows.unpublishedBytes(),
      unsizedVersions: rows.unsizedVersions,
      fingerprint: () => rows.fingerprint(),
    })),
    layers,
  };
}

/**
 * The names among `names` that the Region still lists, by the short listing without versions; it ends
 * with the first page that shows one.
 * @throws AwsCallError when a page cannot be read before one is found.
 */
export async function stillListed(
  aws: Pick<AwsOperations, typeof LIST_FUNCTIONS>,
  names: ReadonlySet<string>,
): Promise<readonly string[]> {
  return withOperation(LIST_FUNCTIONS, async () => {
    const all = pages(
      (Marker) => aws[LIST_FUNCTIONS](Marker === undefined ? {} : { Marker }),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      const listed = required(Functions, 'Functions').map(({ FunctionName }) =>
        required(FunctionName, 'FunctionName'),
      );
      const found = listed.filter((name) => names.has(name));
      if (found.length > 0) return found;
    }
    return [];
  });
}

interface Unpublished {
  readonly packageBytes: Bytes;
  readonly modifiedAt: string | undefined;
}

class FunctionRows {
  readonly published = new VersionTable();
  readonly #unpublished = new Map<string, Unpublished>();
  readonly #unsized = new Set<string>();

  add(item: ListedItem, isReplica: boolean): void {
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
        isReplica || item.MasterArn !== undefined || item.CapacityProviderConfig !== undefined,
    });
  }

  unpublishedBytes(): Bytes {
    const sizes = [...this.#unpublished.values()].map(({ packageBytes }) => packageBytes);
    return sizes.reduce(addBytes, bytes(0));
  }

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

  get unsizedVersions(): number {
    return this.#unsized.size;
  }
}

/** @throws IncompleteAnswer for a number that cannot be told from its neighbour. */
export function versionNumber(version: string): number {
  const number = Number(version);
  if (!Number.isSafeInteger(number)) throw new IncompleteAnswer('a version number is too large');
  return number;
}

/**
 * `2024-02-15T15:26:22.890+0000`: Lambda writes the zone without a colon. `undefined` for all that is
 * no date, such as the 30th of February.
 */
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

/** A day or hour that does not exist is read as one of the next, where it is read at all. */
function isSameSecond(time: number, moment: string): boolean {
  const second = '2024-02-15T15:26:22'.length;
  return new Date(time).toISOString().slice(0, second) === moment.slice(0, second);
}
