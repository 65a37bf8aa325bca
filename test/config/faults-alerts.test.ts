import { describe, expect, test } from 'vitest';
import { changed, faultsOf, withAlerts } from './broken-files.ts';

describe('reminders, clearing and forecast', () => {
  test('out of their ranges', () => {
    expect(
      faultsOf(
        withAlerts(
          [
            'remind: { criticalHours: 721, warnDays: 0 }',
            'clearPoints: 51',
            'forecastDays: 366',
          ].join('\n'),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:5: alerts.remind.criticalHours: 721 is not accepted; give a whole number from 1 to 720
      watchdog.yml:5: alerts.remind.warnDays: 0 is not accepted; give a whole number from 1 to 90
      watchdog.yml:6: alerts.clearPoints: 51 is not accepted; give a number of percentage points above 0 and at most 50
      watchdog.yml:7: alerts.forecastDays: 366 is not accepted; give a whole number from 1 to 365"
    `);
  });
  test('not whole, and with their units', () => {
    expect(
      faultsOf(
        withAlerts(
          [
            'remind: { criticalHours: 1.5, warnDays: 7d }',
            'clearPoints: 3 %',
            'forecastDays: 2.5',
          ].join('\n'),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:5: alerts.remind.criticalHours: 1.5 is not accepted; give a whole number from 1 to 720
      watchdog.yml:5: alerts.remind.warnDays: "7d" is not accepted; give a whole number from 1 to 90
      watchdog.yml:6: alerts.clearPoints: "3 %" is text; write the number alone: 3
      watchdog.yml:7: alerts.forecastDays: 2.5 is not accepted; give a whole number from 1 to 365"
    `);
  });
  test('a reminder that is one number', () => {
    expect(faultsOf(withAlerts('remind: 24'))).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.remind: 24 is not accepted; give a map such as { criticalHours: 24, warnDays: 7 }"`,
    );
  });
  test('a misspelled reminder', () => {
    expect(faultsOf(withAlerts('remind: { criticalHour: 12 }'))).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.remind.criticalHour: is not known here; correct or remove it (did you mean criticalHours?)"`,
    );
  });
  test('alerts that could never be resolved', () => {
    expect(faultsOf(changed(['', 'thresholds: { warn: 2 }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: thresholds.warn: an alert at 2 % would never be over, as usage cannot be more than 3 points below it; raise it, or set alerts.clearPoints lower"`,
    );
  });
  test('alerts that could never be resolved, in one account', () => {
    expect(
      faultsOf(
        changed([
          "{ id: '222222222222', name: dev, stage: nonprod }",
          "{ id: '222222222222', name: dev, stage: nonprod, limits: { s3-buckets: { warn: 3 }, lambda-old-versions: { warn: 1 } } }",
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:6: accounts[0].limits.lambda-old-versions.warn: an alert at 1 % would never be over, as usage cannot be more than 3 points below it; raise it, or set alerts.clearPoints lower
      watchdog.yml:6: accounts[0].limits.s3-buckets.warn: an alert at 3 % would never be over, as usage cannot be more than 3 points below it; raise it, or set alerts.clearPoints lower"
    `);
  });
  test('clearPoints as high as thresholds, reported once with the lowest threshold', () => {
    expect(
      faultsOf(
        withAlerts('clearPoints: 40') +
          'thresholds: { warn: 40 }\nlimits: { s3-buckets: { warn: 30 } }\n',
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.clearPoints: an alert at 30 % (limits.s3-buckets.warn) would never be over, as usage cannot be more than 40 points below it; lower clearPoints or raise the threshold"`,
    );
  });
  test('clearPoints as high as a critical threshold', () => {
    expect(
      faultsOf(
        withAlerts('clearPoints: 40') +
          'limits: { lambda-code-storage: { warn: { freeGiB: 250 }, critical: 35 } }\n',
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.clearPoints: an alert at 35 % (limits.lambda-code-storage.critical) would never be over, as usage cannot be more than 40 points below it; lower clearPoints or raise the threshold"`,
    );
  });
  test('clearPoints just below the lowest threshold', () => {
    expect(
      faultsOf(withAlerts('clearPoints: 39.5') + 'thresholds: { warn: 40 }\n'),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
  test('invalid clearPoints and thresholds cause no second fault', () => {
    expect(
      faultsOf(withAlerts('clearPoints: 0') + 'thresholds: { warn: 2 }\n'),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.clearPoints: 0 is not accepted; give a number of percentage points above 0 and at most 50"`,
    );
  });
  test('an invalid threshold causes no second fault', () => {
    expect(
      faultsOf(withAlerts('clearPoints: 40') + 'thresholds: { warn: 30, critical: high }\n'),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:10: thresholds.critical: "high" is not accepted; give a percentage from 1 to 100"`,
    );
  });
});

describe('topics', () => {
  test('chat on the topic of the alerts', () => {
    expect(
      faultsOf(withAlerts('chatTopicArn: arn:aws:sns:eu-west-1:111111111111:alerts')),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.chatTopicArn: is alerts.topicArn too; give chat a topic of its own"`,
    );
  });
  test('a route on the topic of the chat', () => {
    expect(
      faultsOf(
        withAlerts(
          [
            'chatTopicArn: arn:aws:sns:eu-west-1:111111111111:chat',
            'routes:',
            "  - { name: dev, accounts: [dev], topicArn: 'arn:aws:sns:eu-west-1:111111111111:chat' }",
          ].join('\n'),
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.routes[0].topicArn: is alerts.chatTopicArn too; leave that topic to chat alone"`,
    );
  });
  test('chat and a route elsewhere', () => {
    expect(
      faultsOf(
        withAlerts(
          [
            'chatTopicArn: arn:aws:sns:us-east-1:111111111111:chat',
            'routes:',
            "  - { name: dev, accounts: [dev], topicArn: 'arn:aws:sns:eu-west-1:999999999999:dev' }",
          ].join('\n'),
        ),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:5: alerts.chatTopicArn: the topic is in us-east-1, not in tooling.region eu-west-1; use a topic in that Region
      watchdog.yml:7: alerts.routes[0].topicArn: the topic is in account 999999999999, not in tooling.account 111111111111; use a topic of the tooling account"
    `);
  });
  test('chat on a first-in-first-out topic', () => {
    expect(
      faultsOf(withAlerts('chatTopicArn: arn:aws:sns:eu-west-1:111111111111:chat.fifo')),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.chatTopicArn: "arn:aws:sns:eu-west-1:111111111111:chat.fifo" is not accepted; give the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts"`,
    );
  });
  test('two routes, and the default, on one topic', () => {
    expect(
      faultsOf(
        withAlerts(
          [
            'routes:',
            "  - { name: dev, accounts: [dev], topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }",
            "  - { name: live, accounts: [prod], topicArn: 'arn:aws:sns:eu-west-1:111111111111:alerts' }",
          ].join('\n'),
        ),
      ),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
});

describe('the event bus', () => {
  test.each([
    'arn:aws:events:eu-west-1:111111111111:event-bus/default',
    'arn:aws:events:eu-west-1:111111111111:event-bus/alerts.of-all/teams_1',
  ])('%s is accepted', (arn) => {
    expect(faultsOf(withAlerts(`eventBusArn: ${arn}`))).toBe('no fault');
  });

  test.each([
    ['its name alone', 'alerts'],
    ['a topic', 'arn:aws:sns:eu-west-1:111111111111:alerts'],
    ['a rule of a bus', 'arn:aws:events:eu-west-1:111111111111:rule/alerts/critical'],
    ['no bus', 'arn:aws:events:eu-west-1:111111111111:event-bus/'],
    ['an endpoint of two Regions', 'arn:aws:events:eu-west-1:111111111111:endpoint/alerts'],
    ['too long a name', `arn:aws:events:eu-west-1:111111111111:event-bus/${'a'.repeat(257)}`],
  ])('%s is no bus', (_, arn) => {
    expect(faultsOf(withAlerts(`eventBusArn: ${arn}`))).toMatch(
      /^watchdog\.yml:5: alerts\.eventBusArn: "[^"]+" is not accepted; give the ARN of an event bus, such as arn:aws:events:eu-west-1:111111111111:event-bus\/alerts$/,
    );
  });

  test('in another account and Region', () => {
    expect(
      faultsOf(withAlerts('eventBusArn: arn:aws:events:us-east-1:999999999999:event-bus/alerts')),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:5: alerts.eventBusArn: the event bus is in account 999999999999, not in tooling.account 111111111111; use a bus of the tooling account
      watchdog.yml:5: alerts.eventBusArn: the event bus is in us-east-1, not in tooling.region eu-west-1; use a bus in that Region"
    `);
  });
  test('in another partition', () => {
    expect(
      faultsOf(
        withAlerts('eventBusArn: arn:aws-cn:events:eu-west-1:111111111111:event-bus/alerts'),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.eventBusArn: the ARN does not fit its Region eu-west-1; start it with arn:aws:"`,
    );
  });
  test('empty', () => {
    expect(faultsOf(withAlerts('eventBusArn:'))).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.eventBusArn: is empty; give the ARN of an event bus, such as arn:aws:events:eu-west-1:111111111111:event-bus/alerts"`,
    );
  });
});

describe('flags', () => {
  test('words that YAML 1.1 reads as true', () => {
    expect(faultsOf(changed(['', 'readStorageMode: yes\nmetrics: { perRegion: on }'])))
      .toMatchInlineSnapshot(`
      "watchdog.yml:8: readStorageMode: "yes" is not accepted; give true or false
      watchdog.yml:9: metrics.perRegion: "on" is not accepted; give true or false"
    `);
  });
  test('an empty flag and an unknown one', () => {
    expect(faultsOf(changed(['', 'readStorageMode:\nmetrics: { perAccount: true }'])))
      .toMatchInlineSnapshot(`
        "watchdog.yml:8: readStorageMode: is empty; give true or false
        watchdog.yml:9: metrics.perAccount: is not known here; remove it or use one of perRegion, limits"
      `);
  });
});

describe('functions of which every version is kept', () => {
  test('an ARN, a pattern and a number', () => {
    expect(
      faultsOf(
        changed([
          '',
          "versions: { keepFunctions: ['arn:aws:lambda:eu-west-1:222222222222:function:a', 'legacy-[ab]', 7] }",
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:8: versions.keepFunctions[0]: "arn:aws:lambda:eu-west-1:222222222222:function:a" is not accepted; give the name of a function, or one with * and ?, such as 'legacy-*'
      watchdog.yml:8: versions.keepFunctions[1]: "legacy-[ab]" is not accepted; give the name of a function, or one with * and ?, such as 'legacy-*'
      watchdog.yml:8: versions.keepFunctions[2]: 7 was read as a number; put it in quotes: '7'"
    `);
  });
  test('one name instead of a list', () => {
    expect(faultsOf(changed(['', 'versions: { keepFunctions: legacy }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: versions.keepFunctions: "legacy" is not accepted; give a list of functions such as [legacy-*]"`,
    );
  });
});

describe('the state', () => {
  test('a deployment with capitals', () => {
    expect(faultsOf(changed(['', 'deployment: Limits']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: deployment: the bucket of the state cannot be called <deployment>-state-111111111111-eu-west-1 after it: S3 wants 3 to 63 characters without capitals; set state.bucket"`,
    );
  });
  test('a deployment that is too long for a bucket as well', () => {
    expect(
      faultsOf(
        changed(
          ['', 'deployment: a2345678901234567890123456789012'],
          ['region: eu-west-1 }', 'region: ap-southeast-1 }'],
          ['sns:eu-west-1', 'sns:ap-southeast-1'],
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: deployment: the bucket of the state cannot be called <deployment>-state-111111111111-ap-southeast-1 after it: S3 wants 3 to 63 characters without capitals; set state.bucket"`,
    );
  });
  test('a deployment with capitals, whose bucket is given', () => {
    expect(
      faultsOf(changed(['', 'deployment: Limits\nstate: { bucket: limits-state }'])),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
  test('an invalid bucket causes no second fault', () => {
    expect(
      faultsOf(changed(['', 'deployment: Limits\nstate: { bucket: Limits }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:9: state.bucket: "Limits" is not accepted; give the name of an S3 bucket, such as limits-watchdog-state-111111111111"`,
    );
  });
  test('a misspelled bucket causes no second fault', () => {
    expect(
      faultsOf(changed(['', 'deployment: Limits\nstate: { buket: limits }'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:9: state.buket: is not known here; correct or remove it (did you mean bucket?)"`,
    );
  });
  test('a bucket with a URL', () => {
    expect(faultsOf(changed(['', 'state: { bucket: s3://limits }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: state.bucket: "s3://limits" is not accepted; give the name of an S3 bucket, such as limits-watchdog-state-111111111111"`,
    );
  });
  test('a key that begins with a slash', () => {
    expect(faultsOf(changed(['', 'state: { key: /state.json }']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: state.key: "/state.json" is not accepted; give an S3 key such as limits-watchdog/state.json, of letters, digits and - _ . = between slashes"`,
    );
  });
  test('an empty state', () => {
    expect(faultsOf(changed(['', 'state:']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: state: is empty; give a map with bucket or key"`,
    );
  });
});

describe('the command and the address in messages', () => {
  test.each([
    'npx limits-watchdog',
    'limits-watchdog',
    './bin/limits-watchdog --config watchdog.yml',
  ])('command: %s is one line for a shell', (command) => {
    expect(faultsOf(changed(['tooling:', `command: ${command}\ntooling:`]))).toBe('no fault');
  });

  test.each(['x', 'rm -rf $HOME', "'-- x;'", 'a; b', 'a `b`', "'a | b'"])(
    'command: %s is refused, since a shell would do more with it',
    (command) => {
      expect(faultsOf(changed(['tooling:', `command: ${command}\ntooling:`]))).toContain(
        'watchdog.yml:1: command: ',
      );
    },
  );

  test('a runbook is an https address', () => {
    expect(faultsOf(withAlerts('runbook: https://wiki.example.com/limits?a=b#c'))).toBe('no fault');
    for (const address of ['http://wiki.example.com', 'https://w/<x>', 'wiki']) {
      expect(faultsOf(withAlerts(`runbook: ${address}`))).toContain('alerts.runbook: ');
    }
  });
});
