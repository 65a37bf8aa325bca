import { evaluatePolicy } from '../iam/evaluate.ts';
import { parsePolicy } from '../iam/policy.ts';
import type { RequestContext } from '../service.ts';
import type { KeyWorld } from '../world/delivery.ts';

/** Why a KMS key cannot be used. Each service adds its own prefix and suffix to these error codes. */
export type KeyRefusal = 'AccessDenied' | 'Disabled' | 'InvalidState' | 'NotFound';

/**
 * Returns why the caller cannot use a key through a service (`kms:ViaService`); undefined when it can. Both the key
 * policy and the caller's own policies must allow every action. AWS is less strict when the key policy names the
 * principal itself. Basis: KMS Developer Guide, "Key policies", "kms:ViaService", "Key states".
 */
export function keyRefusal(
  keyArn: string,
  service: 'sns' | 'sqs',
  actions: readonly string[],
  context: RequestContext,
): KeyRefusal | undefined {
  const key = keyOf(keyArn, context);
  const refusal = stateRefusal(key);
  if (refusal !== undefined || key === undefined) return refusal;
  const { region, organisation } = context;
  const suffix = organisation.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const isAllowed = actions.every((action) =>
    context.may({
      action,
      resource: keyArn,
      keys: { 'kms:ViaService': `${service}.${region}.${suffix}` },
      resourcePolicy: {
        kind: 'resource-based policy',
        policy: parsePolicy(key.policy, 'resource'),
        isSameAccount: false,
      },
    }),
  );
  return isAllowed ? undefined : 'AccessDenied';
}

/**
 * Returns why a service principal cannot use a key; undefined when it can. A service has no policies of its own, so
 * only the key policy decides.
 */
export function keyRefusalOfService(
  keyArn: string,
  service: string,
  actions: readonly string[],
  sourceArn: string,
  context: RequestContext,
): KeyRefusal | undefined {
  const key = keyOf(keyArn, context);
  const refusal = stateRefusal(key);
  if (refusal !== undefined || key === undefined) return refusal;
  const policy = parsePolicy(key.policy, 'resource');
  const keys = new Map([
    ['aws:sourceaccount', [context.account.id]],
    ['aws:sourcearn', [sourceArn]],
  ]);
  const isAllowed = actions.every((action) =>
    ['allowed', 'allowed directly'].includes(
      evaluatePolicy(policy, { action, resource: keyArn, keys }, { kind: 'service', service }),
    ),
  );
  return isAllowed ? undefined : 'AccessDenied';
}

function keyOf(arn: string, { account }: RequestContext): KeyWorld | undefined {
  return account.world.keys?.find((key) => key.arn === arn);
}

function stateRefusal(key: KeyWorld | undefined): KeyRefusal | undefined {
  if (key === undefined) return 'NotFound';
  if (key.state === undefined) return undefined;
  return key.state === 'disabled' ? 'Disabled' : 'InvalidState';
}
