import pLimit from 'p-limit';

import { evaluate } from '../limits/evaluate.ts';
import { classifyRefusals } from '../accounts/regions-not-enabled.ts';
import type { AliasReading } from '../alerts/state/aliases.ts';
import { scopesIn, targetsOf } from '../accounts/targets.ts';
import type { RunResult } from './decide.ts';
import type { AccountConfiguration } from '../model/configuration.ts';
import type { Finding, Measurement } from '../model/finding.ts';
import type { LimitDefinition } from '../model/limit.ts';
import type { PruneRoleReading } from '../model/prune-role.ts';
import type { Target } from '../model/target.ts';
import type { MeasureTarget, ReadPruneRole } from '../limits/ports.ts';
import type { AccountReaders } from './measure-target.ts';

/** A check has only `measure`: it reads no prune roles and stores no readings. */
type AllReaders = Pick<AccountReaders, 'measure'> & Partial<AccountReaders>;

/** How many targets are measured at the same time, which bounds the use of sockets and memory. */
export const TARGETS_AT_A_TIME = 64;

/**
 * Measures and judges every target of every account in parallel. `saved` resolves when the readings of all
 * accounts are stored, or could not be stored.
 */
export async function measureAll(
  accounts: readonly AccountConfiguration[],
  limits: readonly LimitDefinition[],
  { measure, pruneRole, saveReadings }: AllReaders,
): Promise<{ readonly result: RunResult; readonly saved: Promise<unknown> }> {
  const atATime = pLimit(TARGETS_AT_A_TIME);
  const saves: Promise<void>[] = [];
  const parts = await Promise.all(
    accounts.map(async (account): Promise<RunResult> => {
      const targets = await Promise.all(
        targetsOf(account, scopesIn(account, limits)).map((target) =>
          atATime(() => measureTarget(account, target, measure)),
        ),
      );
      if (saveReadings !== undefined) saves.push(saveReadings(account));
      return {
        findings: classifyRefusals(targets.flatMap(({ findings }) => findings)),
        aliases: targets.flatMap(({ aliases }) => aliases),
        pruneRoles: await pruneRoleOf(account, pruneRole),
      };
    }),
  );
  const pruneRoles = parts.flatMap((part) => part.pruneRoles ?? []);
  const result = {
    findings: parts.flatMap(({ findings }) => findings),
    aliases: parts.flatMap(({ aliases }) => aliases),
    ...(pruneRoles.length > 0 && { pruneRoles }),
  };
  return { result, saved: Promise.all(saves) };
}

/** Reads whether the prune role exists in an account outside `nonprod`; empty for a `nonprod` account. */
async function pruneRoleOf(
  account: AccountConfiguration,
  read: ReadPruneRole | undefined,
): Promise<readonly PruneRoleReading[]> {
  if (read === undefined || account.stage === 'nonprod') return [];
  const { kind: presence } = await read(account);
  const { id, name, stage } = account;
  return [{ account: { id, name, stage }, presence }];
}

async function measureTarget(
  account: AccountConfiguration,
  target: Target,
  measure: MeasureTarget,
): Promise<RunResult> {
  const measurements = await measure(account, target);
  const findings = account.rules.flatMap((rule): readonly Finding[] => {
    const measurement = measurements.get(rule.limit);
    return measurement === undefined ? [] : [evaluate(target, rule, measurement)];
  });
  return { findings, aliases: [...measurements.values()].flatMap(aliasesIn(target)) };
}

function aliasesIn(target: Target): (measurement: Measurement) => readonly AliasReading[] {
  return (measurement) => {
    if (target.scope !== 'region' || measurement.kind !== 'measured') return [];
    const { account, region } = target;
    return (measurement.aliases ?? []).map((read) => ({ account: account.id, region, ...read }));
  };
}
