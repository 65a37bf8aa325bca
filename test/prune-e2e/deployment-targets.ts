import { Readable } from 'node:stream';

import { HttpResponse } from '@smithy/core/transport';

import type { Sandbox } from '../sandbox/sandbox.ts';
import type { InProcessHandler, InProcessOptions } from '../sandbox/transport/in-process.ts';
import { DEV } from './run-prune.ts';

const OPERATION = 'CodeDeploy_20141006.BatchGetDeploymentTargets';

/**
 * The sandbox's handler with the one operation of planning that it does not simulate: CodeDeploy's
 * BatchGetDeploymentTargets, answered from the deployments of the world. IAM is not asked for it.
 */
export function handlerOf(sandbox: Sandbox, options: InProcessOptions): InProcessHandler {
  const inner = sandbox.requestHandler(options);
  return {
    ...inner,
    async handle(request, handling) {
      if (request.headers['x-amz-target'] !== OPERATION) return inner.handle(request, handling);
      const region = request.hostname.split('.')[1] ?? '';
      const { deployApplications = [] } = sandbox.organisation.account(DEV).region(region);
      const body: unknown = request.body;
      const asked = body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);
      const deploymentTargets = deployApplications
        .flatMap(({ deployments = [] }) => deployments)
        .filter(({ id }) => asked.includes(id))
        .map(({ id, lambda }) => ({
          deploymentTargetType: 'LambdaFunction',
          lambdaTarget: {
            deploymentId: id,
            targetId: `${lambda?.functionName}:${lambda?.alias}`,
            lambdaFunctionInfo: {
              functionName: lambda?.functionName,
              functionAlias: lambda?.alias,
              currentVersion: lambda?.currentVersion,
              targetVersion: lambda?.targetVersion,
            },
          },
        }));
      const answer = JSON.stringify({ deploymentTargets });
      const headers = { 'content-type': 'application/x-amz-json-1.1' };
      return {
        response: new HttpResponse({ statusCode: 200, headers, body: Readable.from([answer]) }),
      };
    },
  };
}
