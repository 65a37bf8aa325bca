import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import type { OneRegionOptions } from '../fixtures/one-region.ts';
import { roleAllowing } from '../fixtures/administrator.ts';
import { closeAfterEach, oneRegion } from '../fixtures/one-region.ts';
import { DEV } from '../fixtures/small-world.ts';

closeAfterEach();

const PRUNE = `arn:aws:iam::${DEV}:role/limits-watchdog-prune`;
const prune = roleAllowing('limits-watchdog-prune', 'lambda:DeleteFunction');

async function start(
  resources: string | readonly string[] = '*',
  roles: readonly (typeof prune)[] = [],
  options: OneRegionOptions = {},
) {
  const role = roleAllowing('reader', 'iam:GetRole', resources);
  const account = { roles: [role, ...roles] };
  const { settings } = await oneRegion({}, { region: 'us-east-1', ...options, role, account });
  return new IAMClient(settings);
}
const get = (client: IAMClient, RoleName = 'limits-watchdog-prune') =>
  client.send(new GetRoleCommand({ RoleName }));

describe.each(['in process', 'http'])('IAM %s', (transport) => {
  it('answers GetRole with the role, and 404 NoSuchEntity when it does not exist', async () => {
    const client = await start(PRUNE, [prune], { transport });
    expect(await get(client)).toMatchObject({
      Role: {
        Path: '/',
        RoleName: 'limits-watchdog-prune',
        Arn: PRUNE,
        CreateDate: expect.any(Date),
      },
    });
    await expect(get(await start(PRUNE, [], { transport }))).rejects.toMatchObject({
      name: 'NoSuchEntityException',
      message: 'The role with name limits-watchdog-prune cannot be found.',
      $metadata: { httpStatusCode: 404 },
    });
  });
});

describe('GetRole', () => {
  it('is denied for any other role, existing or not, in the same words', async () => {
    const reader = `User: arn:aws:sts::${DEV}:assumed-role/reader/sandbox`;
    for (const roles of [[prune], []]) {
      await expect(get(await start(`${PRUNE}-2`, roles))).rejects.toMatchObject({
        name: 'AccessDenied',
        message: `${reader} is not authorized to perform: iam:GetRole on resource: role limits-watchdog-prune because no identity-based policy allows the iam:GetRole action`,
        $metadata: { httpStatusCode: 403 },
      });
    }
  });

  it('compares a role that does not exist without a path', async () => {
    await expect(
      get(await start(`arn:aws:iam::${DEV}:role/team/limits-watchdog-prune`)),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses an invalid name, and a signature for another Region', async () => {
    await expect(get(await start(), 'team/role')).rejects.toMatchObject({
      name: 'ValidationError',
    });
    const elsewhere = await start('*', [], { region: 'eu-west-1', transport: 'http' });
    await expect(get(elsewhere)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  });
});
