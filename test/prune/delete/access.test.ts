import { describe, expect, it } from 'vitest';

import { region } from '../../../src/model/aws-ids.ts';
import { IRELAND } from '../apply/run-prune.ts';
import { OpenedAccount, VIRGINIA } from './opened-account.ts';

const LAYERS = [{ name: 'tools', versions: '1-2' }];

describe('an account opened for one invocation', () => {
  it('allows layers only in the Regions that were opened for them', async () => {
    const { access } = new OpenedAccount(
      { layers: LAYERS },
      [{ layers: true }, { region: VIRGINIA }],
      { [VIRGINIA]: { layers: LAYERS } },
    );
    expect(await access.layers?.versionsNow(IRELAND, 'tools')).toMatchObject({ kind: 'read' });
    expect(await access.layers?.attachedNow(IRELAND)).toMatchObject({ attached: { kind: 'read' } });
    expect(() => access.layers?.attachedNow(VIRGINIA)).toThrow('was not opened for layers');
    expect(() => access.layers?.versionsNow(VIRGINIA, 'tools')).toThrow(
      'was not opened for layers',
    );
  });

  it('has no layers where no Region was opened for them', () => {
    const { access } = new OpenedAccount({ layers: LAYERS }, [{}, { region: VIRGINIA }]);
    expect(access).not.toHaveProperty('layers');
  });

  it('reads nothing of a Region that was not opened', () => {
    const { access, sandbox } = new OpenedAccount({}, [{ layers: true }]);
    const other = region('eu-central-1');
    expect(() => access.codeStorage(other)).toThrow('was not opened');
    expect(() => access.functionNow(other, 'pay')).toThrow('was not opened');
    expect(() => access.layers?.attachedNow(other)).toThrow('of 222222222222 was not opened');
    expect(sandbox.calls.count()).toBe(0);
  });
});
