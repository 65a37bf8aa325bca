import type {
  GetFunctionCommandInput,
  GetLayerVersionCommandInput,
  GetLayerVersionPolicyCommandInput,
  GetPolicyCommandInput,
  ListAliasesCommandInput,
  ListDurableExecutionsByFunctionCommandInput,
  ListEventSourceMappingsCommandInput,
  ListFunctionEventInvokeConfigsCommandInput,
  ListFunctionsCommandInput,
  ListLayersCommandInput,
  ListLayerVersionsCommandInput,
  ListProvisionedConcurrencyConfigsCommandInput,
  ListTagsCommandInput,
} from '@aws-sdk/client-lambda';
import {
  GetFunctionCommand,
  GetLayerVersionCommand,
  GetLayerVersionPolicyCommand,
  GetPolicyCommand,
  ListAliasesCommand,
  ListDurableExecutionsByFunctionCommand,
  ListEventSourceMappingsCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListLayersCommand,
  ListLayerVersionsCommand,
  ListProvisionedConcurrencyConfigsCommand,
  ListTagsCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';

import type { ClientClass } from '../../../aws/clients.ts';

/** A client in the account and Region that is read. */
export type ClientOf = <Client extends object>(Class: ClientClass<Client>) => Client;

/** The request of each action of Lambda. Apart from the others, so that the prune function holds no more of the SDK. */
export const LAMBDA_REQUESTS = {
  'lambda:GetFunction': (of: ClientOf, input: GetFunctionCommandInput) =>
    of(LambdaClient).send(new GetFunctionCommand(input)),
  'lambda:GetLayerVersion': (of: ClientOf, input: GetLayerVersionCommandInput) =>
    of(LambdaClient).send(new GetLayerVersionCommand(input)),
  'lambda:GetLayerVersionPolicy': (of: ClientOf, input: GetLayerVersionPolicyCommandInput) =>
    of(LambdaClient).send(new GetLayerVersionPolicyCommand(input)),
  'lambda:GetPolicy': (of: ClientOf, input: GetPolicyCommandInput) =>
    of(LambdaClient).send(new GetPolicyCommand(input)),
  'lambda:ListAliases': (of: ClientOf, input: ListAliasesCommandInput) =>
    of(LambdaClient).send(new ListAliasesCommand(input)),
  'lambda:ListDurableExecutionsByFunction': (
    of: ClientOf,
    input: ListDurableExecutionsByFunctionCommandInput,
  ) => of(LambdaClient).send(new ListDurableExecutionsByFunctionCommand(input)),
  'lambda:ListEventSourceMappings': (of: ClientOf, input: ListEventSourceMappingsCommandInput) =>
    of(LambdaClient).send(new ListEventSourceMappingsCommand(input)),
  'lambda:ListFunctionEventInvokeConfigs': (
    of: ClientOf,
    input: ListFunctionEventInvokeConfigsCommandInput,
  ) => of(LambdaClient).send(new ListFunctionEventInvokeConfigsCommand(input)),
  'lambda:ListFunctions': (of: ClientOf, input: ListFunctionsCommandInput) =>
    of(LambdaClient).send(new ListFunctionsCommand(input)),
  'lambda:ListLayers': (of: ClientOf, input: ListLayersCommandInput) =>
    of(LambdaClient).send(new ListLayersCommand(input)),
  'lambda:ListLayerVersions': (of: ClientOf, input: ListLayerVersionsCommandInput) =>
    of(LambdaClient).send(new ListLayerVersionsCommand(input)),
  'lambda:ListProvisionedConcurrencyConfigs': (
    of: ClientOf,
    input: ListProvisionedConcurrencyConfigsCommandInput,
  ) => of(LambdaClient).send(new ListProvisionedConcurrencyConfigsCommand(input)),
  'lambda:ListTags': (of: ClientOf, input: ListTagsCommandInput) =>
    of(LambdaClient).send(new ListTagsCommand(input)),
};

type Requests = typeof LAMBDA_REQUESTS;
export type LambdaAction = keyof Requests;
type InputOf<One extends LambdaAction> = Parameters<Requests[One]>[1];
type OutputOf<One extends LambdaAction> = Awaited<ReturnType<Requests[One]>>;

const SENT: {
  readonly [One in LambdaAction]: (of: ClientOf, input: InputOf<One>) => Promise<OutputOf<One>>;
} = LAMBDA_REQUESTS;

/** Sends a request of Lambda by the client that `clientsFor` its action gives. */
export function lambdaCallsBy(clientsFor: (action: LambdaAction) => ClientOf) {
  return <One extends LambdaAction>(action: One, input: InputOf<One>): Promise<OutputOf<One>> =>
    SENT[action](clientsFor(action), input);
}
