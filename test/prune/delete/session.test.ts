import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { stsClient } from '../../../src/aws/account-session.ts';
import { accountId, externalId, roleArn, roleName } from '../../../src/model/aws-ids.ts';
import {
  callerIdentity,
  pruneCredentials,
  pruneSessionPolicy,
} from '../../../src/prune/delete/session.ts';
import type { WireAnswer } from '../../aws/wire.ts';
import { connectionOver, EU_WEST_1, queryError, ScriptedWire } from '../../aws/wire.ts';

// STS itself is asked with the credentials of the function, which Lambda puts into its environment.
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

const ACCOUNT = accountId('222222222222');
const REQUEST = {
  partition: 'aws',
  account: ACCOUNT,
  regions: [EU_WEST_1],
  layers: false,
  role: roleArn('aws', ACCOUNT, roleName('limits-watchdog-prune')),
  externalId: externalId('shared-value'),
  sessionName: 'limits-watchdog-prune-2222-1a2b3c4d',
} as const;

const SESSION: WireAnswer = {
  body: '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2026-11-22T07:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
};

function credentialsOver(wire: ScriptedWire, layers = false) {
  const sts = stsClient(connectionOver(wire), EU_WEST_1);
  return pruneCredentials(sts, { ...REQUEST, layers });
}

describe('the session of one invocation', () => {
  it.each([false, true])('sends its policy, and lasts 15 minutes (layers: %j)', async (layers) => {
    const wire = new ScriptedWire(SESSION);
    await credentialsOver(wire, layers)();
    const [request] = wire.requests;
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: REQUEST.role,
      ExternalId: 'shared-value',
      RoleSessionName: REQUEST.sessionName,
      DurationSeconds: '900',
      Policy: pruneSessionPolicy({ ...REQUEST, layers }),
    });
  });

  it('is requested only once, also when it is denied', async () => {
    const wire = new ScriptedWire(queryError(403, 'AccessDenied', 'not authorized'));
    const credentials = credentialsOver(wire);
    for (let time = 0; time < 3; time += 1) {
      await expect(credentials()).rejects.toMatchObject({
        failure: { reason: 'denied', operation: 'sts:AssumeRole', resource: REQUEST.role },
      });
    }
    expect(wire.requests).toHaveLength(1);
  });

  it.each([
    [false, ['lambda:DeleteFunction'], ['function:*']],
    [true, ['lambda:DeleteFunction', 'lambda:DeleteLayerVersion'], ['function:*', 'layer:*:*']],
  ])(
    'allows reads and deletions in its Regions alone (layers: %j)',
    (layers, deletes, resources) => {
      const { Statement: statements } = JSON.parse(pruneSessionPolicy({ ...REQUEST, layers }));
      expect(statements).toHaveLength(2);
      for (const statement of statements) {
        expect(statement).toMatchObject({
          Effect: 'Allow',
          Condition: { StringEquals: { 'aws:RequestedRegion': [EU_WEST_1] } },
        });
      }
      const [reads, deletions] = statements;
      expect(reads.Resource).toBe('*');
      expect(reads.Action.filter((action: string) => !/^lambda:(?:Get|List)/.test(action))).toEqual(
        [],
      );
      expect(reads.Action.includes('lambda:ListLayerVersions')).toBe(layers);
      expect([deletions.Action].flat()).toEqual(deletes);
      expect([deletions.Resource].flat()).toEqual(
        resources.map((resource) => `arn:aws:lambda:*:${ACCOUNT}:${resource}`),
      );
    },
  );
});

describe('the account of the credentials', () => {
  const identity = (account: string): WireAnswer => ({
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult>${account}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  });
  const asked = (answer: WireAnswer) =>
    callerIdentity(stsClient(connectionOver(new ScriptedWire(answer)), EU_WEST_1));

  it('is the account that STS returns', async () => {
    expect(await asked(identity(`<Account>${ACCOUNT}</Account>`))).toEqual({
      kind: 'read',
      value: ACCOUNT,
    });
  });

  it.each([
    ['no account', identity(''), 'malformed'],
    ['no number of an account', identity('<Account>dev</Account>'), 'malformed'],
    ['a denial', queryError(403, 'AccessDenied'), 'denied'],
  ])('is unknown when the answer is %s', async (_, answer, reason) => {
    expect(await asked(answer)).toMatchObject({ kind: 'failed', failure: { reason } });
  });
});
