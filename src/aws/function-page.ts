import type {
  LambdaClient,
  LambdaClientResolvedConfig,
  ListFunctionsRequest,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-lambda';
import { ListFunctions$, ListFunctionsResponse$ } from '@aws-sdk/client-lambda';
import { makeBuilder } from '@smithy/core/client';
import { getEndpointPlugin } from '@smithy/core/endpoints';
import type { MetadataBearer, StaticOperationSchema, StaticStructureSchema } from '@smithy/types';

import { member, numberIn, textIn } from './members.ts';
import { IncompleteAnswer } from './failures.ts';

/** The fields of a listed version that are read. */
export type ListedItem = ReturnType<typeof listedItem>;
export type ListedLayer = ListedItem['Layers'][number];

export interface FunctionPage {
  readonly NextMarker: string | undefined;
  /** Undefined when the answer has no such member, which does not mean an empty list. */
  readonly Functions: readonly ListedItem[] | undefined;
}

/**
 * Reads one page of functions, or of all versions of all functions. A page has about 54 KB. The SDK would convert
 * 40 members of each item by its schema, which takes five times as long as parsing; only eight are needed.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 * @throws IncompleteAnswer when a member that should be a list is something else.
 */
export async function functionPage(
  lambda: LambdaClient,
  request: ListFunctionsRequest,
): Promise<FunctionPage> {
  const { NextMarker, Functions } = await lambda.send(new ListPageCommand(request));
  return { NextMarker, Functions: requireList(Functions, 'Functions')?.map(listedItem) };
}

function listedItem(parsed: unknown) {
  return {
    FunctionName: textIn(parsed, 'FunctionName'),
    FunctionArn: textIn(parsed, 'FunctionArn'),
    Version: textIn(parsed, 'Version'),
    CodeSize: numberIn(parsed, 'CodeSize'),
    LastModified: textIn(parsed, 'LastModified'),
    // It only matters whether these two are set. As in the SDK, null counts as absent.
    MasterArn: member(parsed, 'MasterArn') ?? undefined,
    CapacityProviderConfig: member(parsed, 'CapacityProviderConfig') ?? undefined,
    Layers: (requireList(member(parsed, 'Layers') ?? undefined, 'Layers') ?? []).map((layer) => ({
      Arn: textIn(layer, 'Arn'),
      CodeSize: numberIn(layer, 'CodeSize'),
    })),
  };
}

function requireList(value: unknown, name: string): readonly unknown[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  throw new IncompleteAnswer(`the answer holds ${name} that are no list`);
}

/** The SDK schema of a list of simple values, which the SDK does not convert. */
const AS_PARSED = 64;

const [structure, namespace, responseName] = ListFunctionsResponse$;
const response: StaticStructureSchema = [
  structure,
  namespace,
  responseName,
  0,
  ['NextMarker', 'Functions'],
  [0, AS_PARSED],
];

const [operation, , operationName, traits, input] = ListFunctions$;
const listFunctions: StaticOperationSchema = [
  operation,
  namespace,
  operationName,
  traits,
  input,
  () => response,
];

interface ParsedPage extends MetadataBearer {
  readonly NextMarker?: string;
  readonly Functions?: unknown;
}

/** The ListFunctions command of the SDK with another response schema. */
class ListPageCommand extends makeBuilder<
  LambdaClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes | ParsedPage
>(
  {
    UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
    Region: { type: 'builtInParams', name: 'region' },
    UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
  },
  'AWSGirApiService',
  'LambdaClient',
  getEndpointPlugin,
)<ListFunctionsRequest, ParsedPage>({}, () => [], 'ListFunctions', listFunctions) {}
