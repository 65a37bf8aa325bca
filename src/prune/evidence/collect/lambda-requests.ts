import {
  GetFunctionCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  GetPolicyCommand,
  LambdaClient,
  ListAliasesCommand,
  ListDurableExecutionsByFunctionCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
} from '@aws-sdk/client-lambda';
import type { Command, MetadataBearer } from '@smithy/types';

import type { ClientClass } from '../../../aws/clients.ts';

export type ClientOf = <Client extends object>(Class: ClientClass<Client>) => Client;

export type Request<Input, Output> = (of: ClientOf, input: Input) => Promise<Output>;

export function requestBy<
  In extends object,
  Out extends MetadataBearer,
  Config,
  Input extends In,
  Output extends Out,
>(
  Class: ClientClass<
    NoInfer<{ send(command: Command<In, Input, Out, Output, Config>): Promise<Output> }>
  >,
  CommandClass: new (input: Input) => Command<In, Input, Out, Output, Config>,
): Request<Input, Output> {
  return (of, input) => of(Class).send(new CommandClass(input));
}

/** The request of each Lambda action. In a file of its own, so that the prune function bundles no other SDK client. */
export const LAMBDA_REQUESTS = {
  'lambda:GetFunction': requestBy(LambdaClient, GetFunctionCommand),
  'lambda:GetLayerVersion': requestBy(LambdaClient, GetLayerVersionCommand),
  'lambda:GetLayerVersionPolicy': requestBy(LambdaClient, GetLayerVersionPolicyCommand),
  'lambda:GetPolicy': requestBy(LambdaClient, GetPolicyCommand),
  'lambda:ListAliases': requestBy(LambdaClient, ListAliasesCommand),
  'lambda:ListDurableExecutionsByFunction': requestBy(
    LambdaClient,
    ListDurableExecutionsByFunctionCommand,
  ),
  'lambda:ListEventSourceMappings': requestBy(LambdaClient, ListEventSourceMappingsCommand),
  'lambda:ListFunctionEventInvokeConfigs': requestBy(
    LambdaClient,
    ListFunctionEventInvokeConfigsCommand,
  ),
  'lambda:ListFunctions': requestBy(LambdaClient, ListFunctionsCommand),
  'lambda:ListLayers': requestBy(LambdaClient, ListLayersCommand),
  'lambda:ListLayerVersions': requestBy(LambdaClient, ListLayerVersionsCommand),
  'lambda:ListProvisionedConcurrencyConfigs': requestBy(
    LambdaClient,
    ListProvisionedConcurrencyConfigsCommand,
  ),
  'lambda:ListTags': requestBy(LambdaClient, ListTagsCommand),
};

type Requests = typeof LAMBDA_REQUESTS;
export type LambdaAction = keyof Requests;
type InputOf<One extends LambdaAction> = Parameters<Requests[One]>[1];
type OutputOf<One extends LambdaAction> = Awaited<ReturnType<Requests[One]>>;

const REQUEST_OF: {
  readonly [One in LambdaAction]: Request<InputOf<One>, OutputOf<One>>;
} = LAMBDA_REQUESTS;

export function lambdaCallsBy(clientsFor: (action: LambdaAction) => ClientOf) {
  return <One extends LambdaAction>(action: One, input: InputOf<One>): Promise<OutputOf<One>> =>
    REQUEST_OF[action](clientsFor(action), input);
}
