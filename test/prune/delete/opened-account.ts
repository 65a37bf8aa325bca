import type { Region } from '../../../src/model/aws-ids.ts';
import { accountId, region } from '../../../src/model/aws-ids.ts';
import { memberRoleNames } from '../../../src/model/role-names.ts';
import { pruneOpener } from '../../../src/prune/delete/access.ts';
import type { PruneAccess, PruneWork } from '../../../src/prune/ports.ts';
import type { FaultEffect } from '../../sandbox/faults.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { RegionWorld } from '../../sandbox/world.ts';
import {
  connectionOf,
  DEV,
  devAccount,
  IRELAND,
  PRUNE_ROLE_STACK,
  setUp,
} from '../apply/run-prune.ts';

export const VIRGINIA = region('us-east-1');

type RegionSetting = Partial<PruneWork['regions'][number]>;

/** An account with the clients of one invocation, and the shipped role that may prune layers too. */
export class OpenedAccount {
  readonly sandbox: Sandbox;
  readonly access: PruneAccess;

  constructor(
    world: RegionWorld,
    opened: readonly RegionSetting[] = [{}],
    moreRegions: Readonly<Record<string, RegionWorld>> = {},
  ) {
    const { template, parameters } = PRUNE_ROLE_STACK;
    const stacks = [{ template, parameters: { ...parameters, PruneLayers: 'true' } }];
    const accounts = [devAccount({ [IRELAND]: world, ...moreRegions }, { stacks })];
    const { sandbox, configuration } = setUp({ accounts });
    this.sandbox = sandbox;
    const open = pruneOpener(connectionOf(sandbox, 'limits-watchdog-prune-function'), {
      toolingRegion: IRELAND,
      role: { ...configuration.role, name: memberRoleNames('limits-watchdog').prune },
      sessionName: 'limits-watchdog-prune',
    });
    const work = { region: IRELAND, listing: 'region', layers: false } as const;
    this.access = open({
      account: accountId(DEV),
      regions: opened.map((one) => ({ ...work, ...one })),
    });
  }

  /** Returns how often Lambda was called for each operation since the last call of this method. */
  callsSinceLast(): Readonly<Record<string, number>> {
    const { calls } = this.sandbox;
    const tally = calls.tally({ service: 'lambda' });
    calls.clear();
    return tally;
  }

  /** Makes the next request of an operation fail. */
  failOnce(operation: string, effect: FaultEffect = { kind: 'access denied' }): void {
    this.sandbox.faults.add({ match: { service: 'lambda', operation }, times: 1, effect });
  }

  change(place: Region = IRELAND) {
    return this.sandbox.change({ account: DEV, region: place });
  }
}
