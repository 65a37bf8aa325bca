import { smallest } from './run-package.ts';
import { arn } from './stack-model/world.ts';

/** Configurations with only the alerts topic, and with a second one. */
export const ONE_TOPIC = smallest();
export const TWO_TOPICS = {
  ...ONE_TOPIC,
  alerts: {
    topicArn: arn('limits-watchdog-alerts'),
    routes: [{ name: 'platform', limits: ['s3-*'], topicArn: arn('platform') }],
  },
};
