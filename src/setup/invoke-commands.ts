import type { ConfigurationFile } from '../model/configuration.ts';
import type { SetupStep } from './model.ts';

/** Has the watch function send a sample of each kind of notice. */
export function testMessageStep({
  deployment,
  tooling,
}: Pick<ConfigurationFile, 'deployment' | 'tooling'>): SetupStep {
  return {
    title: 'A test message, when the addresses are confirmed',
    notes: ['With credentials of the tooling account. It measures nothing.'],
    commands: [
      `aws lambda invoke --region ${tooling.region} --function-name ${deployment}-watch \\
  --cli-binary-format raw-in-base64-out --payload '{"test": true}' answer.json`,
    ],
  };
}

/**
 * A run that is not of the schedule. Without AWS_MAX_ATTEMPTS the CLI begins a second one when the answer takes long.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-retries.html
 */
export function firstRunStep({
  deployment,
  tooling,
}: Pick<ConfigurationFile, 'deployment' | 'tooling'>): SetupStep {
  return {
    title: 'A first run, which sends what was kept until somebody had confirmed',
    notes: [
      'With credentials of the tooling account. It takes up to 15 minutes; without it the next run of the schedule sends it.',
    ],
    commands: [
      `AWS_MAX_ATTEMPTS=1 aws lambda invoke --region ${tooling.region} --function-name ${deployment}-watch \\
  --cli-read-timeout 910 answer.json`,
    ],
  };
}
