import { isReplicaName, PUBLISHED_VERSION, VersionTable } from '../model/function-versions.ts';
import type { Instant } from '../model/time.ts';
import { instant } from '../model/time.ts';
import type { Bytes } from '../model/units.ts';
import { addBytes, bytes } from '../model/units.ts';
import { asked, IncompleteAnswer } from '../aws/failures.ts';
import type { ListedItem, ListedLayer } from '../aws/function-page.ts';
import type { AwsOperations } from '../aws/operations.ts';
import { pages, present } from '../aws/pages.ts';
import type { LimitAction, RemedyLink } from './limit.ts';
import { LAMBDA_ITEMS_A_PAGE, pagesOf } from './pages-of.ts';

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

/** The list of all functions in the console. */
export const LAMBDA_FUNCTIONS: RemedyLink = {
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
}

export interface ListedCode {
  readonly functions: readonly ListedFunction[];
  readonly layers: ListedLayers;
}

/**
 * Every version of every function of one account and Region, 50 to a page whatever is asked for. The
 * order across pages is not documented, so nothing is concluded before the last one. Of each item
 * only numbers are taken; environment variables never leave this file.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 * @throws AwsCallError when any page cannot be read: part of a list is no list.
 */
export async function listFunctions(
  aws: Pick<AwsOperations, typeof LIST_FUNCTIONS>,
): Promise<ListedCode> {
  const functions = new Map<string, FunctionRows>();
  const layers = new ListedLayers();
  await asked(LIST_FUNCTIONS, async () => {
    const all = pages(
      (Marker) => aws[LIST_FUNCTIONS]({ FunctionVersion: 'ALL', ...(Marker && { Marker }) }),
      ({ NextMarker }) => NextMarker,
    );
    for await (const { Functions } of all) {
      for (const item of present(Functions, 'Functions')) {
        const name = present(item.FunctionName, 'FunctionName');
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
    })),
    layers,
  };
}

class FunctionRows {
  readonly published = new VersionTable();
  readonly #unpublished = new Map<string, Bytes>();

  add(item: ListedItem, isReplica: boolean): void {
    const version = present(item.Version, 'Version');
    const packageBytes = size(item.CodeSize, 'CodeSize');
    if (!PUBLISHED_VERSION.test(version)) {
      this.#unpublished.set(version, packageBytes);
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
    return [...this.#unpublished.values()].reduce(addBytes, bytes(0));
  }
}

/** @throws IncompleteAnswer for a number that cannot be told from its neighbour. */
export function versionNumber(version: string): number {
  const number = Number(version);
  if (!Number.isSafeInteger(number)) throw new IncompleteAnswer('a version number is too large');
  return number;
}

/** @throws IncompleteAnswer for what is missing or cannot be a size. */
function size(value: number | undefined, name: string): Bytes {
  const amount = present(value, name);
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new IncompleteAnswer(`the answer holds a ${name} that is no whole number of bytes`);
  }
  return bytes(amount);
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

/** arn:PARTITION:lambda:REGION:ACCOUNT:layer:NAME:VERSION */
const LAYER_ARN =
  /^arn:[^:]+:lambda:[^:]*:(?<account>\d{12}):layer:(?<layer>[^:]+):(?<version>\d+)$/;
const ACCOUNT_OF_ARN = /^arn:[^:]+:lambda:[^:]*:(\d{12}):/;

/** The layer versions that listed functions attach, each counted once. */
export class ListedLayers {
  readonly own = new LayerSet();
  readonly foreign = new LayerSet();

  add(layer: ListedLayer, functionArn: string | undefined): void {
    const arn = present(layer.Arn, 'Layers[].Arn');
    const { account, version } = LAYER_ARN.exec(arn)?.groups ?? {};
    if (account === undefined || version === undefined) {
      throw new IncompleteAnswer('the ARN of a layer has another form than documented');
    }
    const [, owner] = ACCOUNT_OF_ARN.exec(present(functionArn, 'FunctionArn')) ?? [];
    if (owner === undefined) {
      throw new IncompleteAnswer('the ARN of a function has another form than documented');
    }
    const name = arn.slice(0, arn.length - version.length - 1);
    const owned = owner === account ? this.own : this.foreign;
    owned.add(name, Number(version), size(layer.CodeSize, 'Layers[].CodeSize'));
  }
}

class LayerSet {
  readonly #versions = new Map<string, Set<number>>();
  #count = 0;
  #bytes = bytes(0);

  add(layer: string, version: number, packageBytes: Bytes): void {
    const seen = this.#versions.get(layer) ?? new Set();
    this.#versions.set(layer, seen);
    if (seen.has(version)) return;
    seen.add(version);
    this.#count += 1;
    this.#bytes = addBytes(this.#bytes, packageBytes);
  }

  get layerVersions(): number {
    return this.#count;
  }

  get packageBytes(): Bytes {
    return this.#bytes;
  }
}
