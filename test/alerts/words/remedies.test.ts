import { describe, expect, it } from 'vitest';

import { accountId, region } from '../../../src/model/aws-ids.ts';
import type { Stage } from '../../../src/model/configuration.ts';
import { limitId } from '../../../src/model/limit.ts';
import { remedyFor } from '../../../src/alerts/words/remedies.ts';
import { CONTEXT, inventory } from '../outputs/sample-notices.ts';
import { bytes, count } from '../../../src/model/units.ts';

describe('the remedies for full code storage', () => {
  it.each<[Stage, string]>([
    ['nonprod', 'Delete old versions with the command'],
    [
      'prod',
      'This is production, which the watchdog never prunes. limits-watchdog review dev says which versions could go; docs/full-account.md',
    ],
    ['unstaged', 'The stage of this account is unknown, so the watchdog does not prune it.'],
  ])('offers pruning to no account but one that is nonprod: %s', (stage, sentence) => {
    const account = { id: accountId('222222222222'), name: 'dev', stage };
    const { steps, command } = remedyFor(
      CONTEXT,
      { scope: 'region', account, region: region('eu-west-1'), origin: 'account' },
      limitId('lambda-code-storage'),
    );
    expect(steps[0]).toContain(sentence);
    expect(command).toBe(stage === 'nonprod' ? 'limits-watchdog prune dev' : undefined);
  });

  it.each<Stage>(['nonprod', 'prod', 'unstaged'])(
    'suggests no prune and no review when no version is old: %s',
    (stage) => {
      const account = { id: accountId('222222222222'), name: 'dev', stage };
      const { steps, command } = remedyFor(
        CONTEXT,
        { scope: 'region', account, region: region('eu-west-1'), origin: 'account' },
        limitId('lambda-code-storage'),
        { ...inventory(), oldVersions: count(0), oldPackageBytes: bytes(0) },
      );
      expect(command).toBeUndefined();
      expect(steps[0]).toMatch(/^No version is old, .* layer versions that no function attaches/);
      expect(steps.join(' ')).not.toMatch(/limits-watchdog (?:prune|review)/);
    },
  );
});
