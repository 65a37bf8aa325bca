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

/** The fields that are read of a listed version. */
export type ListedItem = ReturnType<typeof listedItem>;
export type ListedLayer = ListedItem['Layers'][number];

export interface FunctionPage {
  readonly NextMarker: string | undefined;
  /** `undefined` when the answer has none, which is no empty list. */
  readonly Functions: readonly ListedItem[] | undefined;
}

/**
 * One page of functions, or of all versions of all functions. A page is 54 KB, of which the SDK would walk 40 members an
 * item by their schemas, at five times the cost of parsing it; of them eight are read.
 * https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
 * @throws IncompleteAnswer when a list is something else.
 */
export async function functionPage(
  lambda: LambdaClient,
  request: ListFunctionsRequest,
): Promise<FunctionPage> {
  const { NextMarker, Functions } = await lambda.send(new ListPageCommand(request));
  return { NextMarker, Functions: listed(Functions, 'Functions')?.map(listedItem) };
}

function listedItem(parsed: unknown) {
  return {
    FunctionName: textIn(parsed, 'FunctionName'),
    FunctionArn: textIn(parsed, 'FunctionArn'),
    Version: textIn(parsed, 'Version'),
    CodeSize: numberIn(parsed, 'CodeSize'),
    LastModified: textIn(parsed, 'LastModified'),
    // Only whether these two are set. As with the SDK, null is absent.
    MasterArn: member(parsed, 'MasterArn') ?? undefined,
    CapacityProviderConfig: member(parsed, 'CapacityProviderConfig') ?? undefined,
    Layers: (listed(member(parsed, 'Layers') ?? undefined, 'Layers') ?? []).map((layer) => ({
      Arn: textIn(layer, 'Arn'),
      CodeSize: numberIn(layer, 'CodeSize'),
    })),
  };
}

function listed(value: unknown, name: string): readonly unknown[] | undefined {
  if (value === undefined || Array.isArray(value)) return value;
  throw new IncompleteAnswer(`the answer holds ${name} that are no list`);
}

/** Schema of a list of simple values, which the SDK leaves as parsed. */
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

/** The SDK's own command with another response schema. */
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
