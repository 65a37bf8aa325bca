import * as z from 'zod/mini';
import { EVENT_BUS_ARN, TOPIC_ARN } from '../model/aws-ids.ts';
import { KNOWN_REGIONS } from '../model/regions.ts';
import { list, number, section, text, whole } from './schema-kinds.ts';
import { CODE_GLOB, SENTENCE, SHORT_TEXT } from '../documents/text-patterns.ts';
import { UNTIL, untilOf } from './until.ts';
import { emails, routedStage } from './values.ts';

/* The alerts of watchdog.yml: where they go, how often, and what nobody needs to hear of. */

/** The groups of alerts that no route takes are called as their stage. */
const ROUTE_NAME = /^(?!(?:prod|nonprod|unstaged)$)[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;
const MOST_REMIND_HOURS = 720;
const MOST_REMIND_DAYS = 90;
const MOST_CLEAR_POINTS = 50;
const MOST_FORECAST_DAYS = 365;

export const topicArn = topic('SNS topic for alerts, in the tooling account and Region.');
const chatTopicArn = topic(
  'SNS topic for Amazon Q Developer in chat applications, and for nothing else. In the tooling account and Region.',
);
export const eventBusArn = text(
  EVENT_BUS_ARN,
  'the ARN of an event bus, such as arn:aws:events:eu-west-1:111111111111:event-bus/alerts',
  'EventBridge bus that receives an event of each alert that is new, changes or ends. In the tooling account and Region. Default: none.',
);
/** Without what a mark-up or a shell would read; a button in Slack takes 3,000 characters. */
const RUNBOOK = /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[\w./?=&#%:@+~-]{0,900})?$/;
const runbook = text(
  RUNBOOK,
  'an https address without spaces, such as https://wiki.example.com/limits',
  "Your team's page on what to do about an alert. Shown in each alert.",
  ['https://wiki.example.com/limits'],
);
const criticalHours = whole(1, MOST_REMIND_HOURS).check(
  z.describe('Hours after which a critical alert is sent again. Default: 24.'),
);
const warnDays = whole(1, MOST_REMIND_DAYS).check(
  z.describe('Days after which a warning is sent again. Default: 7.'),
);
export const clearPoints = number(
  `a number of percentage points above 0 and at most ${MOST_CLEAR_POINTS}`,
  MOST_CLEAR_POINTS,
  'An alert is over this many percentage points below its threshold. Default: 3.',
);
const forecastDays = whole(1, MOST_FORECAST_DAYS).check(
  z.describe('"Full within" so many days is a warning. Default: 14.'),
);

export const routeName = text(
  ROUTE_NAME,
  '1 to 32 letters, digits and hyphens, such as payments; prod, nonprod and unstaged name what no route takes',
  'Name of the route in messages. Not prod, nonprod or unstaged: those name what no route takes.',
);
export const accountGlob = text(
  SHORT_TEXT,
  "the name of an account, its id in quotes, or either with * and ?, such as 'payments-*'",
  'Id or name of accounts; * stands for any characters, ? for one. A glob that starts with * is in quotes.',
);
export const regionGlob = text(
  CODE_GLOB,
  "a Region code, or one with * and ?, such as 'eu-*'",
  'Region codes, or global for the limits of an account as a whole; * stands for any characters, ? for one.',
  ['global', ...KNOWN_REGIONS],
);
export const limitGlob = text(
  CODE_GLOB,
  "the id of a limit, or one with * and ?, such as 'lambda-*'",
  'Ids of limits; * stands for any characters, ? for one.',
);

/** Globs, each of which may stand for several; no list, or an empty one, for all. */
const accounts = list(accountGlob, 'a list of accounts such as [dev, payments-*]');
const limits = list(limitGlob, 'a list of limits such as [lambda-*]');
const regions = list(regionGlob, 'a list of Regions such as [eu-west-1, us-*]');
const stages = list(routedStage, 'a list of stages such as [prod]');

const UNTIL_EXPECTED =
  'a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z';
const until = text(
  UNTIL,
  UNTIL_EXPECTED,
  'The last day of the mute, up to its end (24:00 UTC), or a moment: date, time and zone as of ISO 8601.',
  ['2026-12-24', '2026-12-24T18:00:00Z'],
).check(z.refine((value) => untilOf(value) !== undefined, { error: () => UNTIL_EXPECTED }));
const owner = text(
  SHORT_TEXT,
  '1 to 64 printable characters, such as the name of a team',
  'Who answers for the mute. Shown with every alert that it covers.',
);
const reason = text(
  SENTENCE,
  '1 to 200 printable characters that say why',
  'Why it is muted. Shown with every alert that it covers.',
);

const everything = z
  .literal(true, { error: () => 'true, or leave it out' })
  .check(z.describe('Says that it is meant to cover everything that is watched.'));

const remind = section(
  { criticalHours: z.optional(criticalHours), warnDays: z.optional(warnDays) },
  'a map such as { criticalHours: 24, warnDays: 7 }',
).check(z.describe('When an alert is sent again while it stays open.'));

const route = section(
  {
    name: routeName,
    accounts: z.optional(accounts),
    stages: z.optional(stages),
    limits: z.optional(limits),
    topicArn,
  },
  'a map with name, topicArn, and accounts, stages or limits',
);

const mute = section(
  {
    accounts: z.optional(accounts),
    regions: z.optional(regions),
    limits: z.optional(limits),
    everything: z.optional(everything),
    until,
    owner,
    reason,
  },
  'a map with until, owner, reason, and accounts, regions or limits',
);

/** Where alerts go, how often, and what nobody needs to hear of. */
export const alerts = section(
  {
    topicArn,
    emails: z.optional(
      emails.check(
        z.describe(
          'Who receives the alerts by e-mail: the command subscribe subscribes them to topicArn.',
        ),
      ),
    ),
    chatTopicArn: z.optional(chatTopicArn),
    eventBusArn: z.optional(eventBusArn),
    runbook: z.optional(runbook),
    remind: z.optional(remind),
    clearPoints: z.optional(clearPoints),
    forecastDays: z.optional(forecastDays),
    routes: z.optional(
      list(route, 'a list of routes, each with name and topicArn').check(
        z.describe(
          'Alerts with a topic of their own. The first route that fits takes the alert; accounts, stages and limits that are left out or empty mean all.',
        ),
      ),
    ),
    mutes: z.optional(
      list(mute, 'a list of mutes, each with until, owner and reason').check(
        z.describe(
          'What sends no alerts for a time: it still counts, and shows as muted. What is left out or empty means all, and together everything only with everything: true.',
        ),
      ),
    ),
  },
  'a map with topicArn',
);

function topic(description: string) {
  return text(
    TOPIC_ARN,
    'the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts',
    description,
  );
}
