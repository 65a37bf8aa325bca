import { catalogue } from '../../src/limits/catalogue.ts';
import { describeFaults, parseConfiguration } from '../../src/config/index.ts';
import type { StackSetPermissions } from '../../src/model/deploy/deploy-settings.ts';
import { setupSteps } from '../../src/setup/commands.ts';
import { configurationFile } from '../../src/setup/configuration-file.ts';
import type { SetupAnswers, SetupStep } from '../../src/setup/model.ts';

/** Returns the remaining steps after `init` has written these answers. */
export function stepsOf(
  answers: SetupAnswers,
  permissions: StackSetPermissions,
  path: string,
): readonly SetupStep[] {
  const definitions = catalogue.map(({ definition }) => definition);
  const parsed = parseConfiguration(configurationFile({ ...answers, permissions }), definitions);
  if (!parsed.ok) throw new Error(describeFaults(parsed.faults, path));
  return setupSteps(parsed.configuration, definitions, {
    path,
    command: 'limits-watchdog',
    externalId: answers.externalId,
  });
}
