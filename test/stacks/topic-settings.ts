import { smallest } from './run-package.ts';
import { arn } from './stack-model/world.ts';

/** Configurations with the alerts topic alone, and with a second topic. */
export const ONE_TOPIC = smallest();
export const TWO_TOPICS = {
  ...ONE_TOPIC,
  alerts: {
    topicArn: arn('limits-watchdog-alerts'),
    routes: [{ name: 'platform', limits: ['s3-*'], topicArn: arn('platform') }],
  },
};
