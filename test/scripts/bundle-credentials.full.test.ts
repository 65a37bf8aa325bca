import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { buildBundles } from '../../scripts/bundle/build-bundles.ts';
import { entries } from '../../scripts/bundle/entries.ts';

/** The SDK's credential providers, each with a text that its code must contain. */
const PROVIDERS: readonly (readonly [name: string, text: string])[] = [
  ['credential-provider-ini', 'Could not resolve credentials using profile'],
  ['credential-provider-sso', 'sso_start_url'],
  ['credential-provider-process', 'credential_process'],
  ['credential-provider-web-identity', 'AWS_WEB_IDENTITY_TOKEN_FILE'],
  ['credential-provider-login', 'login_session'],
  ['credential-provider-http', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
];

const MODULES = fileURLToPath(new URL('../../node_modules/@aws-sdk/', import.meta.url));

function sourceOf(provider: string): string {
  const folder = join(MODULES, provider, 'dist-es');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

describe('the bundles of Lambda functions', () => {
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'limits-watchdog-bundles-'));
    const built = await buildBundles({
      configurationText: JSON.stringify({
        tooling: { account: '111111111111', region: 'eu-west-1' },
        role: { externalId: 'test-external-id' },
        alerts: { topicArn: 'arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts' },
        regions: ['eu-west-1'],
        accounts: [{ id: '222222222222', name: 'dev', stage: 'nonprod' }],
      }),
      configurationName: 'watchdog.yml',
      outDir: directory,
    });
    if (!built.ok) throw new Error(built.message);
  }, 120_000);
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it.each(PROVIDERS)('are known to contain the %s by the text %j', (provider, text) => {
    expect(sourceOf(provider)).toContain(text);
  });

  describe.each(entries.map(({ name }) => name))('%s', (name) => {
    const bundle = () => readFile(join(directory, name, 'index.mjs'), 'utf8');

    it.each(PROVIDERS)('contains no %s', async (_, text) => {
      expect((await bundle()).includes(text)).toBe(false);
    });

    it('reads credentials from its environment, not from instance metadata', async () => {
      const text = await bundle();
      expect(text.includes('/latest/meta-data/iam/security-credentials')).toBe(false);
      expect(text.includes('AWS_SESSION_TOKEN')).toBe(true);
    });
  });
});
