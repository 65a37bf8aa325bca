import { accountRefusals } from '../../prune/plan/guard-account.ts';
import type { AccountConfiguration } from '../../model/configuration.ts';
import { PAUSED_SENTENCE } from '../../text/paused.ts';
import { plain } from '../../text/plain.ts';
import { counted } from '../../text/quantities.ts';
import type { CliOutcome, CliWorld, SharedOptions } from '../cli-command.ts';
import { failed } from '../cli-command.ts';
import { defineCommand } from '../define-command.ts';
import { readConfigurationFile } from '../read-configuration.ts';

export const validate = defineCommand(
  'validate',
  { examples: ['validate', 'validate --config watchdog.staging.yml --json'] },
  validateFile,
);

async function validateFile(
  { config }: SharedOptions,
  { readFile }: CliWorld,
): Promise<CliOutcome> {
  const read = await readConfigurationFile(config, readFile);
  if (!read.ok) return failed(read.messages);
  const { accounts, deploy, deployment, discovery } = read.configuration;
  const found = discovery === undefined ? [] : [discovery.each];
  const remarks = accounts.flatMap(remarksOn);
  const regions = new Set(
    [...accounts, ...found].flatMap((one) => one.regions.map(({ region }) => region)),
  );
  return {
    outcome: 'done',
    lines: [
      `${config} is fine: ${deployment}, ${counted(accounts.length, 'account')}${discovery === undefined ? '' : ' and those of the organisation'}, ${counted(regions.size, 'Region')}`,
    ],
    messages: [
      ...(deploy?.schedulePaused === true ? [PAUSED_SENTENCE] : []),
      ...remarks.map(
        ({ account, sentence }) => `${plain(account.name)} cannot be pruned: ${plain(sentence)}`,
      ),
    ],
    document: {
      deployment,
      accounts: accounts.length,
      regions: regions.size,
      discovers: discovery !== undefined,
      ...(remarks.length > 0 && { remarks }),
    },
  };
}

/** Returns why a nonprod account cannot be pruned, which is no fault of the file; empty if it can, or is not nonprod. */
function remarksOn({ id, name, stage, prune }: AccountConfiguration) {
  if (stage !== 'nonprod') return [];
  return accountRefusals({ account: { id, name, stage }, ...prune }).map(({ code, sentence }) => ({
    account: { id, name, stage },
    code,
    sentence,
  }));
}
