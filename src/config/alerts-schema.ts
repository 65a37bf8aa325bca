import * as z from 'zod/mini';
import { EVENT_BUS_ARN, TOPIC_ARN } from '../model/aws-ids.ts';
import { list, number, onlyTrue, optional, section, text, integer } from './schema-kinds.ts';
import { UNTIL, untilOf } from './until.ts';
import { accountGlobs, emails, limitGlobs, owner, reason, regionGlobs, scope } from './values.ts';

/** A route cannot be called like a stage: alerts that match no route are grouped under the name of their stage. */
const ROUTE_NAME = /^(?!(?:prod|nonprod|unstaged)$)[A-Za-z0-9][A-Za-z0-9-]{0,31}$/;
/** Without characters that mark-up or a shell interprets, and short enough for a button in Slack. */
const RUNBOOK = /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[\w./?=&#%:@+~-]{0,900})?$/;

const topicArn = topic('SNS topic for alerts, in the tooling account and Region.');

const UNTIL_EXPECTED =
  'a date of the calendar such as 2026-12-24 (to its end, UTC), or a time with its zone such as 2026-12-24T18:00:00Z';
const until = text(
  UNTIL,
  UNTIL_EXPECTED,
  'The last day of the mute, up to its end (24:00 UTC), or a moment: date, time and zone as of ISO 8601.',
  ['2026-12-24', '2026-12-24T18:00:00Z'],
).check(z.refine((value) => untilOf(value) !== undefined, { error: () => UNTIL_EXPECTED }));

const route = section(
  {
    name: text(
      ROUTE_NAME,
      '1 to 32 letters, digits and hyphens, such as payments; prod, nonprod and unstaged are for alerts that no route matches',
      'Name of the route in messages. Not prod, nonprod or unstaged: these names are for alerts that no route matches.',
    ),
    ...scope,
    ...optional({ limits: limitGlobs }),
    topicArn,
  },
  'a map with name, topicArn, and accounts, stages or limits',
);

const mute = section(
  {
    ...optional({
      accounts: accountGlobs,
      regions: regionGlobs,
      limits: limitGlobs,
      everything: onlyTrue(
        'true, or leave it out',
        'true: this mute is meant to cover everything that is watched.',
      ),
    }),
    until,
    owner: owner('Who answers for the mute. Shown with every alert that it covers.'),
    reason: reason('Why it is muted. Shown with every alert that it covers.'),
  },
  'a map with until, owner, reason, and accounts, regions or limits',
);

export const alerts = section(
  {
    topicArn,
    ...optional({
      emails: emails(
        'Who receives the alerts by e-mail: the command subscribe subscribes them to topicArn.',
      ),
      chatTopicArn: topic(
        'SNS topic for Amazon Q Developer in chat applications, and for nothing else. In the tooling account and Region.',
      ),
      eventBusArn: text(
        EVENT_BUS_ARN,
        'the ARN of an event bus, such as arn:aws:events:eu-west-1:111111111111:event-bus/alerts',
        'EventBridge bus that receives an event of each alert that is new, changes or ends. In the tooling account and Region. Default: none.',
      ),
      runbook: text(
        RUNBOOK,
        'an https address without spaces, such as https://wiki.example.com/limits',
        "Your team's page on what to do about an alert. Shown in each alert.",
        ['https://wiki.example.com/limits'],
      ),
      remind: section(
        optional({
          criticalHours: integer(
            1,
            720,
            'Hours after which a critical alert is sent again. Default: 24.',
          ),
          warnDays: integer(1, 90, 'Days after which a warning is sent again. Default: 7.'),
        }),
        'a map such as { criticalHours: 24, warnDays: 7 }',
        'When an alert is sent again while it stays open.',
      ),
      clearPoints: number(
        'a number of percentage points above 0 and at most 50',
        50,
        'An alert is resolved this many percentage points below its threshold. Default: 3.',
      ),
      forecastDays: integer(1, 365, '"Full within" so many days is a warning. Default: 14.'),
      routes: list(
        route,
        'a list of routes, each with name and topicArn',
        'Alerts with a topic of their own. The first route that fits takes the alert; accounts, stages and limits that are left out or empty mean all.',
      ),
      mutes: list(
        mute,
        'a list of mutes, each with until, owner and reason',
        'Limits that send no alerts for a time; they still count, and show as muted. Accounts, regions or limits that are left out or empty mean all. A mute of everything needs everything: true.',
      ),
    }),
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
