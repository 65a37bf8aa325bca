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
