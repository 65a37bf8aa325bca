import * as sdk from '@aws-sdk/client-lambda';
import type { ServiceDefinition } from '../service.ts';
import { jsonSpellings } from '../wire/spellings.ts';
import { getAccountSettings } from './lambda/account-settings.ts';
import { deleteFunction } from './lambda/delete-function.ts';
import { invoke } from './lambda/invoke.ts';
import * as layers from './lambda/layers.ts';
import { listEventSourceMappings } from './lambda/list-event-source-mappings.ts';
import { listFunctions, listVersionsByFunction } from './lambda/list-functions.ts';
import * as make from './lambda/make-function.ts';
import * as provisioned from './lambda/provisioned-concurrency.ts';
import * as references from './lambda/list-references.ts';
import { getFunction, getPolicy, listTags } from './lambda/read-function.ts';

/**
 * AWS Lambda's control plane, and invocations.
 *
 * 15 requests a second are shared by all operations without a rate of their own, in each account and Region. Basis:
 * AWS Lambda, "Lambda quotas". A burst of one second's requests is an assumption.
 */
export const lambda: ServiceDefinition = {
  signingName: 'lambda',
  sdk,
  protocol: 'restJson1',
  spellings: {
    ...jsonSpellings(403),
    throttled: { code: 'TooManyRequestsException', status: 429, message: 'Rate exceeded' },
    serverError: {
      code: 'ServiceException',
      status: 500,
      message: 'An error occurred and the request cannot be processed.',
    },
  },
  rate: { name: 'lambda control plane', perSecond: 15, burst: 15 },
  operations: {
    GetAccountSettings: getAccountSettings,
    ListFunctions: listFunctions,
    ListVersionsByFunction: listVersionsByFunction,
    GetFunction: getFunction,
    GetPolicy: getPolicy,
    ListTags: listTags,
    ListAliases: references.listAliases,
    ListEventSourceMappings: listEventSourceMappings,
    ListProvisionedConcurrencyConfigs: references.listProvisionedConcurrencyConfigs,
    PutProvisionedConcurrencyConfig: provisioned.putProvisionedConcurrencyConfig,
    GetProvisionedConcurrencyConfig: provisioned.getProvisionedConcurrencyConfig,
    DeleteProvisionedConcurrencyConfig: provisioned.deleteProvisionedConcurrencyConfig,
    ListFunctionEventInvokeConfigs: references.listFunctionEventInvokeConfigs,
    ListDurableExecutionsByFunction: references.listDurableExecutionsByFunction,
    DeleteFunction: deleteFunction,
    CreateFunction: make.createFunction,
    UpdateFunctionConfiguration: make.updateFunctionConfiguration,
    PublishVersion: make.publishVersion,
    CreateAlias: make.createAlias,
    PutResourcePolicy: make.putResourcePolicy,
    ListLayers: layers.listLayers,
    ListLayerVersions: layers.listLayerVersions,
    GetLayerVersion: layers.getLayerVersion,
    GetLayerVersionPolicy: layers.getLayerVersionPolicy,
    DeleteLayerVersion: layers.deleteLayerVersion,
    Invoke: invoke,
  },
};
