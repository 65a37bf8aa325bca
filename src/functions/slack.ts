import { slack } from '../alerts/outputs/slack/publish.ts';
import { webhookFunction } from './webhook/webhook-handler.ts';

/** The Slack function: `dist/slack/index.mjs`. */
export const handler = webhookFunction(slack, 'SLACK_WEBHOOK_PARAMETER');
