import { describe, expect, it } from 'vitest';

import { DEV, devAccount } from '../e2e/prune/run-prune.ts';
import { expectDenied } from '../sandbox/expected.ts';
import { deployment, oldFunctions, run } from './run-command.ts';

const FOUR = { functions: oldFunctions(4) };

function withoutPruneRole() {
  const { stacks = [], ...account } = devAccount(FOUR);
  return { ...account, stacks: stacks.filter(({ template }) => !template.includes('prune-role')) };
}

describe('a prune role that is not there', () => {
  it('is named with its account and the next step, and nothing is deleted', async () => {
    expectDenied({ action: 'sts:AssumeRole', because: 'the account has no prune role' });
    const world = deployment([withoutPruneRole()]);
    const before = world.versions();
    const ran = await run(['dev', '--confirm', 'dev'], world);
    expect(ran.exitCode).toBe(4);
    const [sentence = ''] = ran.err.slice(-1);
    expect(sentence).toContain(
      `arn:aws:iam::${DEV}:role/limits-watchdog-prune of account "dev" (${DEV}) could not be assumed`,
    );
    expect(sentence).toMatch(/command doctor.*member-prune-role\.yml/);
    expect(world.versions()).toBe(before);
  });
});

describe("AWS's own reason for a refusal", () => {
  it.each([
    [
      'an alias points at it',
      'ResourceConflictException',
      409,
      'Unable to delete version because the following aliases reference it: [live]',
    ],
    [
      'it is a replica at the edge',
      'InvalidParameterValueException',
      400,
      'Lambda was unable to delete service-00:3 because it is a replicated function.',
    ],
  ])('is shown, and in the summary message: %s', async (_, name, status, message) => {
    const world = deployment([devAccount(FOUR)]);
    world.sandbox.faults.add({
      match: { operation: 'DeleteFunction', resource: '*service-00:3' },
      times: 'always',
      effect: { kind: 'error', name, status, message },
    });
    const ran = await run(['dev', '--confirm', 'dev'], world);
    const sentence = `1 skipped: AWS refused to delete it (lambda:DeleteFunction: ${name}): ${message}`;
    expect(ran.out).toContain(sentence);
    const [mail] = world.sandbox.deliveries.list({ protocol: 'email' });
    expect(mail?.body).toContain(sentence);
    expect(ran.exitCode).toBe(3);
  });
});
