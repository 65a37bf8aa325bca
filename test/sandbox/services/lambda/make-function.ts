import { createHash } from 'node:crypto';
import type {
  AliasConfiguration,
  CreateAliasRequest,
  CreateFunctionRequest,
  FunctionConfiguration,
  PublishVersionRequest,
  PutResourcePolicyRequest,
  PutResourcePolicyResponse,
  UpdateFunctionConfigurationRequest,
} from '@aws-sdk/client-lambda';
import type { RequestContext } from '../../service.ts';
import type { FunctionState } from '../../state/function-state.ts';
import type { PolicyDocument } from '../../world.ts';
import { NO_POLICY } from '../../iam/policy.ts';
import { evaluatePolicy } from '../../iam/evaluate.ts';
import { operation } from '../../service.ts';
import { NotSimulated, ServiceFailure } from '../../wire/failure.ts';
import { fullConfiguration, listedConfiguration } from './configuration.ts';
import { arnOf, functionOf, invalidParameter, notFound, referenceOf } from './function-name.ts';
import { unzippedBytes } from './zip.ts';

/** Creates functions, versions and aliases. Basis, unless another source is named: Lambda API reference. */

/** How long a new function is Pending and an updated one InProgress; AWS says only that it takes some seconds. */
const CREATING_MS = 3_000;
const UPDATING_MS = 2_000;

export const createFunction = operation<CreateFunctionRequest, FunctionConfiguration>({
  validate({ Code, Publish, VpcConfig, Environment, Layers }) {
    if (Code.ZipFile === undefined) throw new NotSimulated('CreateFunction without ZipFile');
    if (Publish === true || VpcConfig !== undefined || Layers !== undefined) {
      throw new NotSimulated('CreateFunction with Publish, VpcConfig or Layers');
    }
    if (Environment !== undefined) throw new NotSimulated('CreateFunction with Environment');
  },
  needs: (input, context) => [
    { action: 'lambda:CreateFunction', resource: arnOf(referenceOf(input, context), context) },
    ...(input.Tags === undefined
      ? []
      : [{ action: 'lambda:TagResource', resource: arnOf(referenceOf(input, context), context) }]),
    {
      action: 'iam:PassRole',
      resource: input.Role,
      keys: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    },
  ],
  handle(input, context) {
    const { name } = referenceOf(input, context);
    const { now } = context;
    const lambda = context.account.lambda(context.region);
    lambda.reportedUsage(now);
    if (lambda.find(name) !== undefined) {
      throw conflict(`Function already exist: ${name}`);
    }
    refuseUnusableRole(input.Role, context);
    const zip = input.Code.ZipFile ?? new Uint8Array();
    const unzipped = unzippedBytes(zip);
    if (unzipped === undefined) {
      throw invalidParameter(
        'Could not unzip uploaded file. Please check your file, then try again.',
      );
    }
    const fn = lambda.add(
      {
        name,
        codeSize: zip.byteLength,
        unzippedSize: unzipped,
        codeSha256: createHash('sha256').update(zip).digest('base64'),
        role: input.Role,
        description: input.Description ?? '',
        ...(input.Tags === undefined ? {} : { tags: input.Tags }),
      },
      now,
    );
    fn.touch(now, now + CREATING_MS);
    lambda.reportedUsage(now);
    return {
      ...fullConfiguration(fn, '$LATEST', context, { isQualified: false }),
      State: 'Pending',
    };
  },
});

export const updateFunctionConfiguration = operation<
  UpdateFunctionConfigurationRequest,
  FunctionConfiguration
>({
  validate({ FunctionName, Description, ...more }) {
    if (FunctionName === '' || Description === undefined || Object.keys(more).length > 0) {
      throw new NotSimulated('UpdateFunctionConfiguration of anything but the description');
    }
  },
  needs: needs('lambda:UpdateFunctionConfiguration'),
  handle(input, context) {
    const fn = idleFunction(input, context);
    fn.change({ description: input.Description ?? '' });
    fn.touch(context.now, context.now + UPDATING_MS);
    return fullConfiguration(fn, '$LATEST', context, { isQualified: false });
  },
});

/**
 * Publishes `$LATEST`. "Lambda doesn't publish a version if the function's configuration and code haven't changed."
 */
export const publishVersion = operation<PublishVersionRequest, FunctionConfiguration>({
  needs: needs('lambda:PublishVersion'),
  handle(input, context) {
    const fn = idleFunction(input, context);
    const { lastModified } = context.organisation.world.behaviour ?? {};
    const version = fn.isUnpublished ? fn.publish(context.now, lastModified) : fn.highestNumber;
    const lambda = context.account.lambda(context.region);
    lambda.recount();
    lambda.reportedUsage(context.now);
    return listedConfiguration(fn, String(version), context, { isQualified: true });
  },
});

/**
 * Sets the resource policy. "This operation replaces any existing policy on the Lambda resource": API reference,
 * PutResourcePolicy.
 */
export const putResourcePolicy = operation<PutResourcePolicyRequest, PutResourcePolicyResponse>({
  needs: ({ ResourceArn }) => [{ action: 'lambda:PutResourcePolicy', resource: ResourceArn }],
  handle({ ResourceArn, Policy }, context) {
    const reference = referenceOf({ FunctionName: ResourceArn }, context);
    const fn = functionOf(reference, context);
    const written: PolicyDocument = JSON.parse(Policy);
    const resourcePolicies = {
      ...fn.world.resourcePolicies,
      [reference.qualifier ?? '']: written,
    };
    fn.change({ resourcePolicies });
    return { Policy };
  },
});

export const createAlias = operation<CreateAliasRequest, AliasConfiguration>({
  needs: needs('lambda:CreateAlias'),
  handle(input, context) {
    const reference = referenceOf(input, context);
    const fn = functionOf(reference, context);
    const { Name, FunctionVersion, RoutingConfig } = input;
    const qualified = arnOf({ ...reference, qualifier: Name }, context);
    if (fn.aliases.some(({ name }) => name === Name)) {
      throw conflict(`Alias already exists: ${qualified}`);
    }
    const weights = RoutingConfig?.AdditionalVersionWeights;
    for (const version of [FunctionVersion, ...Object.keys(weights ?? {})]) {
      if (!fn.has(version))
        throw notFound(
          `Function not found: ${arnOf({ ...reference, qualifier: version }, context)}`,
        );
    }
    fn.putAlias({
      name: Name,
      version: FunctionVersion,
      ...(weights === undefined ? {} : { weights }),
    });
    return {
      AliasArn: qualified,
      Name,
      FunctionVersion,
      ...(RoutingConfig === undefined ? {} : { RoutingConfig }),
    };
  },
});

function needs(action: string) {
  return (input: { readonly FunctionName: string }, context: RequestContext) => [
    { action, resource: arnOf(referenceOf(input, context), context) },
  ];
}

/**
 * Returns the function.
 *
 * @throws ServiceFailure with status 409 while the function is being created or updated
 */
function idleFunction(
  input: { readonly FunctionName: string },
  context: RequestContext,
): FunctionState {
  const reference = referenceOf(input, context);
  const fn = functionOf(reference, context);
  if (!fn.isBusy(context.now)) return fn;
  throw conflict(
    'The operation cannot be performed at this time. An update is in progress for resource: ' +
      arnOf(reference, context),
  );
}

/** Refuses a role that Lambda cannot assume, as observed: a role that was just created cannot be assumed yet. */
function refuseUnusableRole(arn: string, { organisation, now }: RequestContext): void {
  const role = organisation.roleByArn(arn);
  const isUsable = role !== undefined && (role.created?.usableFrom ?? -Infinity) <= now;
  const trusts = evaluatePolicy(
    role?.trust ?? NO_POLICY,
    { action: 'sts:AssumeRole', resource: arn, keys: new Map<string, string[]>() },
    { kind: 'service', service: 'lambda.amazonaws.com' },
  );
  if (isUsable && trusts === 'allowed directly') return;
  throw invalidParameter('The role defined for the function cannot be assumed by Lambda.');
}

function conflict(message: string): ServiceFailure {
  return new ServiceFailure('ResourceConflictException', message, 409);
}
