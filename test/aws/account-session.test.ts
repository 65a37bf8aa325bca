import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { accountCredentials, sessionPolicy, stsClient } from '../../src/aws/account-session.ts';
import { actionsOf } from '../../src/limits/limit.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { accountId, externalId, roleArn, roleName } from '../../src/model/aws-ids.ts';
import { isoTime, instant, MINUTE_MS } from '../../src/model/time.ts';
import { JumpingClock } from './clocks.ts';
import type { WireAnswer } from './wire.ts';
import { connectionOver, EU_WEST_1, queryError, ScriptedWire } from './wire.ts';

/** All actions that a session may ever be allowed. */
const ACTIONS = actionsOf(catalogue, true);

// STS itself is asked with the credentials of the function, which Lambda puts into its environment.
beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-secret');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

function session(key: string, expires: number | undefined): WireAnswer {
  const expiration =
    expires === undefined ? '' : `<Expiration>${isoTime(instant(expires))}</Expiration>`;
  return {
    body: `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret-of-${key}</SecretAccessKey><SessionToken>token-of-${key}</SessionToken>${expiration}</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  };
}

function credentialsOver(
  wire: ScriptedWire,
  clock: JumpingClock,
): ReturnType<typeof accountCredentials> {
  const account = accountId('222222222222');
  return accountCredentials(stsClient(connectionOver(wire, clock), EU_WEST_1), clock, {
    role: roleArn('aws', account, roleName('limits-watchdog-read')),
    externalId: externalId('shared-value'),
    sessionName: 'limits-watchdog-watch-1a2b3c4d',
    actions: ACTIONS,
  });
}

describe('the session of an account', () => {
  it('is requested once for any number of callers, at the same time or later', async () => {
    const clock = new JumpingClock();
    const wire = new ScriptedWire(session('A', clock.at + 60 * MINUTE_MS));
    const credentials = credentialsOver(wire, clock);
    const keys = await Promise.all(Array.from({ length: 20 }, () => credentials()));
    expect(new Set(keys.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['A']));
    clock.at += 54 * MINUTE_MS;
    await credentials();
    expect(wire.requests).toHaveLength(1);
  });

  it('is requested at the regional endpoint, with external id, session name, duration and a session policy', async () => {
    const clock = new JumpingClock();
    const wire = new ScriptedWire(session('A', clock.at + 60 * MINUTE_MS));
    await credentialsOver(wire, clock)();
    const [request] = wire.requests;
    expect(request?.host).toBe('sts.eu-west-1.amazonaws.com');
    const sent = Object.fromEntries(new URLSearchParams(request?.body));
    expect(sent).toMatchObject({
      Action: 'AssumeRole',
      RoleArn: 'arn:aws:iam::222222222222:role/limits-watchdog-read',
      RoleSessionName: 'limits-watchdog-watch-1a2b3c4d',
      ExternalId: 'shared-value',
      DurationSeconds: '3600',
      Policy: sessionPolicy(ACTIONS),
    });
    expect(sent['RoleSessionName']).toMatch(/^[\w+=,.@-]{2,64}$/);
  });

  it('is renewed once, five minutes before it expires by the clock of the run', async () => {
    const clock = new JumpingClock();
    const ends = clock.at + 60 * MINUTE_MS;
    const wire = new ScriptedWire(session('A', ends), session('B', ends + 60 * MINUTE_MS));
    const credentials = credentialsOver(wire, clock);
    const keyOf = async (): Promise<string> => (await credentials()).accessKeyId;
    expect(await keyOf()).toBe('A');
    clock.at = ends - 5 * MINUTE_MS - 1;
    expect(await keyOf()).toBe('A');
    clock.at = ends - 5 * MINUTE_MS;
    expect(await Promise.all([keyOf(), keyOf(), keyOf()])).toEqual(['B', 'B', 'B']);
    expect(wire.requests).toHaveLength(2);
  });

  it('makes the SDK ask for its credentials at each request, so that no client uses expired ones', async () => {
    const clock = new JumpingClock();
    const wire = new ScriptedWire(session('A', clock.at + 60 * MINUTE_MS));
    const { expiration } = await credentialsOver(wire, clock)();
    expect(expiration?.getTime()).toBeLessThan(Date.now());
  });

  it('is requested only once in a run after a denial, not once in each Region', async () => {
    const clock = new JumpingClock();
    const wire = new ScriptedWire(queryError(403, 'AccessDenied', 'not authorized'));
    const credentials = credentialsOver(wire, clock);
    for (let time = 0; time < 5; time += 1) {
      await expect(credentials()).rejects.toMatchObject({
        failure: {
          reason: 'denied',
          operation: 'sts:AssumeRole',
          errorName: 'AccessDenied',
          attempts: 1,
        },
      });
      clock.at += 60 * MINUTE_MS;
    }
    expect(wire.requests).toHaveLength(1);
  });

  it('that cannot be renewed fails with the reason, and is not requested again', async () => {
    const clock = new JumpingClock();
    const wire = new ScriptedWire(
      session('A', clock.at + 60 * MINUTE_MS),
      queryError(403, 'ExpiredToken'),
    );
    const credentials = credentialsOver(wire, clock);
    await credentials();
    clock.at += 56 * MINUTE_MS;
    for (let time = 0; time < 3; time += 1) {
      await expect(credentials()).rejects.toMatchObject({ failure: { reason: 'credentials' } });
    }
    expect(wire.requests).toHaveLength(2);
  });

  it.each<[string, number, string]>([
    ['AccessDenied', 403, 'denied'],
    ['ExpiredToken', 403, 'credentials'],
    ['InvalidClientTokenId', 403, 'credentials'],
    ['SignatureDoesNotMatch', 403, 'credentials'],
    ['RegionDisabledException', 403, 'not-enabled'],
    ['Throttling', 400, 'throttled'],
    ['InternalFailure', 500, 'unavailable'],
    ['PackedPolicyTooLarge', 400, 'unexpected'],
  ])('refused as %s %d is a failure for the reason %s', async (code, status, reason) => {
    const clock = new JumpingClock();
    const credentials = credentialsOver(new ScriptedWire(queryError(status, code)), clock);
    await expect(credentials()).rejects.toMatchObject({
      failure: { reason, operation: 'sts:AssumeRole' },
    });
  });

  it.each<[string, WireAnswer]>([
    [
      'an answer without credentials',
      { body: '<AssumeRoleResponse><AssumeRoleResult/></AssumeRoleResponse>' },
    ],
    ['credentials without an expiration', session('A', undefined)],
    ['an HTML page', { body: '<html><body>Sign in</body></html>' }],
    ['nothing', { body: '' }],
  ])('fails after an answer with %s', async (_what, answer) => {
    const clock = new JumpingClock();
    await expect(credentialsOver(new ScriptedWire(answer), clock)()).rejects.toMatchObject({
      failure: { reason: 'malformed', operation: 'sts:AssumeRole' },
    });
  });
});

describe('the policy of a session', () => {
  it('allows every action of every limit without wildcards, within the size that STS permits', () => {
    const policy = sessionPolicy(ACTIONS);
    expect(policy.length).toBeLessThanOrEqual(2_048);
    expect(JSON.parse(policy)).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ACTIONS, Resource: '*' }],
    });
    expect(ACTIONS).toMatchInlineSnapshot(`
      [
        "lambda:GetAccountSettings",
        "lambda:GetFunction",
        "lambda:ListAliases",
        "lambda:ListFunctions",
        "s3:ListAllMyBuckets",
        "servicequotas:GetAWSDefaultServiceQuota",
        "servicequotas:GetServiceQuota",
        "servicequotas:ListRequestedServiceQuotaChangeHistoryByQuota",
      ]
    `);
    expect(ACTIONS.filter((action) => !/^[a-z0-9]+:(?:Get|List)[A-Za-z]+$/.test(action))).toEqual(
      [],
    );
  });
});
