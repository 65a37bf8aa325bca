import { limitId } from '../model/limit.ts';
import { count, quantity } from '../model/units.ts';
import { ACCOUNT_SETTINGS } from './account-settings.ts';
import { readInventory } from './code-inventory.ts';
import { reached } from './evaluate.ts';
import { ALIASES_OF_FUNCTIONS } from './list-aliases.ts';
import { FUNCTION_LISTING, LAMBDA_FUNCTIONS } from './list-functions.ts';
import type { DirectLimit } from './limit.ts';
import { STORAGE_MODE } from './storage-mode.ts';

const DEFAULT_CEILING = count(1_000);

/** The number of old published versions, with a ceiling that the team sets. AWS limits only their code storage. */
export const lambdaOldVersions: DirectLimit = {
  scope: 'region',
  definition: {
    id: limitId('lambda-old-versions'),
    title: 'Old Lambda versions',
    unit: 'count',
    noun: 'old versions',
    scope: 'region',
    source: { kind: 'ceiling', default: { unit: 'count', amount: DEFAULT_CEILING } },
    defaults: {
      warn: { kind: 'percent', percent: 100 },
      critical: { kind: 'percent', percent: 200 },
    },
  },
  actions: [ACCOUNT_SETTINGS, FUNCTION_LISTING, ALIASES_OF_FUNCTIONS, STORAGE_MODE],
  remedy: {
    steps: [
      { kind: 'prune' },
      {
        kind: 'advice',
        text: 'If so many are wanted, raise the ceiling of this account in watchdog.yml.',
      },
    ],
    links: [LAMBDA_FUNCTIONS],
  },
  whenFull: 'Nothing fails at your ceiling; old versions take Lambda code storage.',
  filledBy: 'functions',

  async measure(reads, rule) {
    const ceiling = rule.ceiling ?? { unit: 'count', amount: DEFAULT_CEILING };
    const { inventory, aliases } = await readInventory(reads, (oldVersions, atMost) =>
      [rule.warn, rule.critical].some(
        (line) =>
          reached(quantity('count', atMost), ceiling, line) &&
          !reached(quantity('count', oldVersions), ceiling, line),
      ),
    );
    return {
      kind: 'measured',
      used: { unit: 'count', amount: inventory.oldVersions },
      limit: { known: true, value: ceiling, source: 'ceiling' },
      inventory,
      aliases,
    };
  },
};
