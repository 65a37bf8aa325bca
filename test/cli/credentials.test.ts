import { describe, expect, it } from 'vitest';

import { readFailure } from '../../src/aws/failures.ts';
import { noCredentialsSentence } from '../../src/cli/own-credentials.ts';
import { commands } from '../../src/cli/commands/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { cliWorld } from './cli-world.ts';

const PROVIDER = 'CredentialsProviderError';

/** Errors in the wording of the SDK's providers and of AWS; the secrets in them are invented. */
describe('credentials that are not accepted', () => {
  it.each([
    [
      PROVIDER,
      "The SSO session associated with this profile has expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
      'The SSO session associated with this profile has expired',
    ],
    [
      PROVIDER,
      "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
      'Token is expired',
    ],
    [
      PROVIDER,
      'Could not resolve credentials using profile: [team.dev] in configuration/credentials file(s).',
      'Could not resolve credentials using profile: [team.dev] in configuration/credentials file(s)',
    ],
    [
      PROVIDER,
      'Profile prod.eu requires multi-factor authentication, but no MFA code callback was provided.',
      'Profile prod.eu requires multi-factor authentication, but no MFA code callback was provided',
    ],
    [
      PROVIDER,
      'Could not load credentials from any providers',
      'Could not load credentials from any providers',
    ],
    [
      PROVIDER,
      'Command failed: vault-helper --token hush-hush\nno such token: hush-hush',
      'the credential_process of the profile failed',
    ],
    [
      'ExpiredTokenException',
      'The security token included in the request is expired',
      'The security token included in the request is expired',
    ],
    [
      'SignatureDoesNotMatch',
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.\n\nThe Canonical String for this request should have been\n'POST\nx-amz-security-token:hush-hush'",
      'The request signature we calculated does not match the signature you provided',
    ],
    ['InvalidClientTokenId', '', 'InvalidClientTokenId'],
  ])('%s, %j: a sentence with the reason and no secret', (name, message, reason) => {
    const failure = readFailure(Object.assign(new Error(message), { name }), 'sts:AssumeRole');
    const sentence = noCredentialsSentence('to invoke limits-watchdog-plan', failure);
    expect(sentence).toBe(
      `No valid AWS credentials to invoke limits-watchdog-plan: ${reason} (${name}); sign in to the tooling account, such as with aws sso login, and set AWS_PROFILE.`,
    );
    expect(sentence).not.toContain('hush');
  });

  it('names the profile, which the SDK does not name when it does not exist', () => {
    const error = Object.assign(new Error('Could not load credentials from any providers'), {
      name: PROVIDER,
    });
    const failure = readFailure(error, 'sts:GetCallerIdentity');
    expect(noCredentialsSentence('to ask', failure, 'sign in', 'nope')).toBe(
      'No valid AWS credentials in the profile nope to ask: Could not load credentials from any providers (CredentialsProviderError); sign in, such as with aws sso login, and set AWS_PROFILE.',
    );
  });

  it.each([['check'], ['doctor'], ['prune', 'plan', 'dev']])(
    'are reported by %s, and nothing was run',
    async (...args) => {
      const failure = readFailure(
        Object.assign(new Error('Token is expired. Sign in again.'), { name: PROVIDER }),
        'lambda:InvokeFunction',
      );
      const { world, out, err } = cliWorld({
        world: { invoker: () => async () => ({ kind: 'not-run', failure }) },
      });
      expect(await runProgram(args, commands, world)).toBe(1);
      expect(out).toEqual([]);
      expect(err.join('\n')).toMatch(
        /No valid AWS credentials to invoke limits-watchdog-\w+ \(\d{12}, eu-west-1\): Token is expired \(CredentialsProviderError\); sign in/,
      );
    },
  );
});
