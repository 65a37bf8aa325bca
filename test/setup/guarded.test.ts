import { describe, expect, it } from 'vitest';

import { awsIn, FILE } from './run-setup.ts';
import { parametersOf, valuesOf } from './shell-words.ts';

/** A configuration for an organisation that requires permissions boundaries, paths and tags. */
const GUARDED = {
  ...FILE,
  role: { ...FILE.role, permissionsBoundary: 'team/boundary' },
  deploy: { rolePath: '/watchdogs/', tags: { team: 'platform', 'cost centre': '47 11=a' } },
};

const PARAMETERS = {
  FunctionRolePath: '/watchdogs/',
  RolePath: '/operations/',
  PermissionsBoundary: 'team/boundary',
};
const KEPT = ',UsePreviousValue=true';
const SETS = ['create-stack-set', 'update-stack-set', 'create-stack', 'update-stack'];

describe('setup in a guarded organisation', () => {
  it.each([[[]], [['--upgrade']]])(
    'says path, boundary and tags of the roles: %j',
    async (args) => {
      const words = (await awsIn(GUARDED, args)).filter(([, name = '']) => SETS.includes(name));
      expect(words.length).toBeGreaterThan(1);
      for (const one of words) {
        const said = valuesOf(one, '--parameters').filter((value) => !value.endsWith(KEPT));
        expect(parametersOf(said)).toMatchObject(PARAMETERS);
        expect(valuesOf(one, '--tags')).toEqual([
          'Key="team",Value="platform"',
          'Key="cost centre",Value="47 11=a"',
        ]);
      }
    },
  );

  it('prints the commands for a separate stack in each account', async () => {
    const deploy = { ...GUARDED.deploy, stackSets: { permissions: 'per-account' } };
    for (const one of await awsIn({ ...GUARDED, deploy })) {
      if (one[1] !== 'deploy') continue;
      const overrides = valuesOf(one, '--parameter-overrides');
      for (const [name, value] of Object.entries(PARAMETERS)) {
        expect(overrides).toContain(`${name}=${value}`);
      }
      expect(valuesOf(one, '--tags')).toEqual(['team=platform', 'cost centre=47 11=a']);
    }
  });

  it('keeps a boundary and paths that only the deployed roles have, and sends no tags', async () => {
    const update = (await awsIn(FILE, ['--upgrade'])).find(
      ([, name]) => name === 'update-stack-set',
    );
    const kept = valuesOf(update ?? [], '--parameters');
    expect(kept).toContain('ParameterKey=PermissionsBoundary,UsePreviousValue=true');
    expect(kept).toContain('ParameterKey=FunctionRolePath,UsePreviousValue=true');
    expect(update).not.toContain('--tags');
  });
});
