import type {
  FunctionConfiguration,
  ListFunctionsRequest,
  ListFunctionsResponse,
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import { createHash } from 'node:crypto';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import type { Entry } from './page.ts';
import { operation } from '../../service.ts';
import { NotSimulated } from '../../wire/failure.ts';
import { listedConfiguration } from './configuration.ts';
import { arnOf, functionOf, referenceOf } from './function-name.ts';
import { takePage } from './page.ts';

/** 50 items a page, whatever MaxItems says. Basis: Lambda API reference, ListFunctions. */
const PAGE = { accepts: 10_000, most: 50 };

export const listFunctions = operation<ListFunctionsRequest, ListFunctionsResponse>({
  needs: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
  handle(input, context) {
    if (input.MasterRegion !== undefined) throw new NotSimulated('ListFunctions by MasterRegion');
    const isAll = input.FunctionVersion === 'ALL';
    const { listing = {} } = context.account.lambda(context.region).world;
    const { items, ...next } = takePage((after) => functionsAfter(after, isAll, context), input, {
      ...PAGE,
      emptyPages: listing.emptyPages,
    });
    return { Functions: items, ...next };
  },
});

export const listVersionsByFunction = operation<
  ListVersionsByFunctionRequest,
  ListVersionsByFunctionResponse
>({
  needs: (input, context) => [
    {
      action: 'lambda:ListVersionsByFunction',
      resource: arnOf(referenceOf(input, context), context),
    },
  ],
  handle(input, context) {
    const fn = functionOf(referenceOf(input, context), context);
    const { items, ...next } = takePage(
      (after) => versionsAfter(fn, '', after, context),
      input,
      PAGE,
    );
    return { Versions: items, ...next };
  },
});

/** Yields the functions after a marker one by one, so that a page does not build the whole list. */
function* functionsAfter(
  after: string | undefined,
  isAll: boolean,
  context: RequestContext,
): Generator<Entry<FunctionConfiguration>> {
  const lambda = context.account.lambda(context.region);
  const isHashed = lambda.world.listing?.order === 'hash';
  const hidesReplicas = lambda.world.listing?.hidesReplicas === true;
  const ordered = lambda.functions
    .filter(({ world }) => !hidesReplicas || world.masterArn === undefined)
    .map((fn) => ({ fn, key: isHashed ? hashOf(fn.name) : fn.name }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const reached = after?.slice(0, after.indexOf(SEPARATOR));
  for (const { fn, key } of ordered) {
    if (reached !== undefined && key < reached) continue;
    if (isAll) {
      yield* versionsAfter(fn, key, key === reached ? after : undefined, context);
    } else if (key !== reached) {
      yield {
        key: `${key}${SEPARATOR}`,
        item: () => listedConfiguration(fn, '$LATEST', context, { isQualified: false }),
      };
    }
  }
}

const SEPARATOR = '\u0000';

/** Yields the versions of a function after a marker: `$LATEST` first, then numbers ascending. */
function* versionsAfter(
  fn: FunctionState,
  prefix: string,
  after: string | undefined,
  context: RequestContext,
): Generator<Entry<FunctionConfiguration>> {
  const { staleMs = 0 } = context.account.lambda(context.region).world.listing ?? {};
  const numbers = fn.listedVersions(context.now - staleMs);
  const special =
    fn.world.hasLatestPublished === true ? ['$LATEST', '$LATEST.PUBLISHED'] : ['$LATEST'];
  const first = after === undefined ? -1 : Number(after.slice(after.indexOf(SEPARATOR) + 1));
  const count = special.length + numbers.length;
  // The position of `$LATEST` is 0, of `$LATEST.PUBLISHED` 1, and of a version its number plus 1.
  for (let i = 0; i < count; i += 1) {
    const number = numbers[i - special.length];
    const place = i < special.length ? i : (number ?? 0) + 1;
    if (place <= first) continue;
    const version = i < special.length ? (special[i] ?? '') : String(number);
    yield {
      key: `${prefix}${SEPARATOR}${place}`,
      item: () => listedConfiguration(fn, version, context, { isQualified: true }),
    };
  }
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}
