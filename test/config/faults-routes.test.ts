import { describe, expect, test } from 'vitest';
import { faultsOf, withAlerts } from './broken-files.ts';

/** Returns the valid file with these routes from line 5; TOPIC is replaced by a topic's ARN. */
function withRoutes(...routes: readonly string[]): string {
  const list = ['routes:', ...routes.map((route) => `  - ${route}`)].join('\n');
  return withAlerts(list.replaceAll('TOPIC', 'arn:aws:sns:eu-west-1:111111111111:own'));
}

describe('routes', () => {
  test('names that groups without a route have', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: prod, accounts: [dev], topicArn: 'TOPIC' }",
          "{ name: nonprod, accounts: [prod], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:6: alerts.routes[0].name: "prod" is not accepted; give 1 to 32 letters, digits and hyphens, such as payments; prod, nonprod and unstaged are for alerts that no route matches
      watchdog.yml:7: alerts.routes[1].name: "nonprod" is not accepted; give 1 to 32 letters, digits and hyphens, such as payments; prod, nonprod and unstaged are for alerts that no route matches"
    `);
  });
  test('a name with a space', () => {
    expect(
      faultsOf(withRoutes("{ name: my route, accounts: [dev], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].name: "my route" is not accepted; give 1 to 32 letters, digits and hyphens, such as payments; prod, nonprod and unstaged are for alerts that no route matches"`,
    );
  });
  test('a name given twice, in other letters', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: pay, accounts: [dev], topicArn: 'TOPIC' }",
          "{ name: Pay, accounts: [prod], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.routes[1].name: "Pay" is already at alerts.routes[0].name; give each route a name of its own"`,
    );
  });
  test('no name and no topic', () => {
    expect(faultsOf(withRoutes('{ accounts: [dev] }'))).toMatchInlineSnapshot(`
      "watchdog.yml:6: alerts.routes[0].name: is missing; give 1 to 32 letters, digits and hyphens, such as payments; prod, nonprod and unstaged are for alerts that no route matches
      watchdog.yml:6: alerts.routes[0].topicArn: is missing; give the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts"
    `);
  });
  test('no list', () => {
    expect(faultsOf(withAlerts('routes: { name: dev }'))).toMatchInlineSnapshot(
      `"watchdog.yml:5: alerts.routes: a map is not accepted; give a list of routes, each with name and topicArn"`,
    );
  });
  test('one account that is no list', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: dev, topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts: "dev" is not accepted; give a list of accounts such as [dev, payments-*]"`,
    );
  });
  test('an account id without quotes', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: [222222222222], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[0]: 222222222222 was read as a number; put it in quotes: '222222222222'"`,
    );
  });
  test('a misspelled key', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: dev, acounts: [dev], topicArn: 'TOPIC' }",
          "{ name: live, accounts: [prod], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].acounts: is not known here; correct or remove it (did you mean accounts?)"`,
    );
  });
  test('a stage that is another word', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, stages: [production], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].stages[0]: "production" is not accepted; give prod or nonprod, or unstaged for discovered accounts (did you mean prod?)"`,
    );
  });
  test('Regions, by which nothing is routed', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, regions: [eu-west-1], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].regions: is not known here; remove it or use one of name, accounts, stages, limits, topicArn"`,
    );
  });
});

describe('globs of routes that match nothing', () => {
  test('an account', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: [dve], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[0]: "dve" matches no account that is watched; correct it or remove the route (did you mean dev?)"`,
    );
  });
  test('one of several accounts', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: [dev, 'qa*'], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[1]: "qa*" matches no account that is watched; correct or remove it"`,
    );
  });
  test('an account in other letters', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: ['Dev*'], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[0]: "Dev*" matches no account that is watched; correct it or remove the route (did you mean dev?)"`,
    );
  });
  test('an account by the beginning of its name', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: ['pord*'], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[0]: "pord*" matches no account that is watched; correct it or remove the route (did you mean prod*?)"`,
    );
  });
  test('an id', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: ['999999999999'], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[0]: "999999999999" matches no account that is watched; correct it or remove the route"`,
    );
  });
  test('a pattern of another kind', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: ['[dp]*'], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts[0]: "[dp]*" matches no account that is watched; correct it or remove the route"`,
    );
  });
  test('limits', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: dev, limits: [lambda-code-storag], topicArn: 'TOPIC' }",
          "{ name: live, limits: ['lamda-*'], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(`
      "watchdog.yml:6: alerts.routes[0].limits[0]: "lambda-code-storag" matches no limit that is watched; correct it or remove the route (did you mean lambda-code-storage?)
      watchdog.yml:7: alerts.routes[1].limits[0]: "lamda-*" matches no limit that is watched; correct it or remove the route (did you mean lambda-*?)"
    `);
  });
  test('a limit in capitals', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, limits: [Lambda-*], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].limits[0]: "Lambda-*" is not accepted; give the id of a limit, or one with * and ?, such as 'lambda-*'"`,
    );
  });
  test('a glob that starts with a star, without quotes', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: [*-dev], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: text that starts with * is an alias, and this one is not defined; put a glob in quotes"`,
    );
  });
  test('a star without quotes', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: [*], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: a * without a name is not valid here; put a glob in quotes"`,
    );
  });
  test('an account with an invalid name could be the one that matches', () => {
    expect(
      faultsOf(
        withRoutes("{ name: dev, accounts: [qa], topicArn: 'TOPIC' }").replace(
          'name: dev, stage',
          'name: " ", stage',
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:9: accounts[0].name: " " is not accepted; give a name of 1 to 64 printable characters, without spaces at its ends"`,
    );
  });
});

describe('routes that no alert reaches', () => {
  test('none of their accounts has the stage', () => {
    expect(
      faultsOf(withRoutes("{ name: dev, accounts: [dev], stages: [prod], topicArn: 'TOPIC' }")),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].stages: none of its accounts has the stage prod, so it receives no alerts; correct or remove it"`,
    );
  });
  test('no account has the stage', () => {
    expect(
      faultsOf(
        withRoutes("{ name: dev, stages: [prod], topicArn: 'TOPIC' }").replace(
          'stage: prod }',
          'stage: nonprod }',
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].stages: no account has the stage prod, so it receives no alerts; correct or remove it"`,
    );
  });
  test('an earlier route takes all alerts', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: all, topicArn: 'TOPIC' }",
          "{ name: dev, accounts: [dev], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.routes[1]: nothing reaches it, as alerts.routes[0] takes all that it would; move it up or remove it"`,
    );
  });
  test('an earlier route takes the same alerts', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, accounts: ['22*'], limits: ['lambda-*'], topicArn: 'TOPIC' }",
          "{ name: two, accounts: [dev], limits: [lambda-old-versions], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.routes[1]: nothing reaches it, as alerts.routes[0] takes all that it would; move it up or remove it"`,
    );
  });
  test('two earlier routes take all alerts', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, stages: [prod], topicArn: 'TOPIC' }",
          "{ name: two, stages: [nonprod], topicArn: 'TOPIC' }",
          "{ name: three, limits: ['s3-*'], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:8: alerts.routes[2]: nothing reaches it, as the routes before it take all that it would; move it up or remove it"`,
    );
  });
  test('a route that names all limits does not take alerts without a limit', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, limits: ['*'], topicArn: 'TOPIC' }",
          "{ name: two, topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
  test('an earlier route that takes some of the alerts', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, accounts: [dev], limits: ['lambda-*'], topicArn: 'TOPIC' }",
          "{ name: two, accounts: [dev], topicArn: 'TOPIC' }",
          "{ name: three, limits: ['lambda-*'], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(`"no fault"`);
  });
  test('an invalid earlier route causes no second fault', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, accounts: dev, topicArn: 'TOPIC' }",
          "{ name: two, accounts: [dev], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: alerts.routes[0].accounts: "dev" is not accepted; give a list of accounts such as [dev, payments-*]"`,
    );
  });
  test('a route whose globs match nothing causes no second fault', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, accounts: [dev], topicArn: 'TOPIC' }",
          "{ name: two, accounts: [dev, dve], topicArn: 'TOPIC' }",
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:7: alerts.routes[1].accounts[1]: "dve" matches no account that is watched; correct or remove it (did you mean dev?)"`,
    );
  });
  test('an account with an invalid stage causes no second fault', () => {
    expect(
      faultsOf(
        withRoutes(
          "{ name: one, stages: [prod], topicArn: 'TOPIC' }",
          "{ name: two, accounts: [prod], topicArn: 'TOPIC' }",
        ).replace('stage: prod }', 'stage: live }'),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:11: accounts[1].stage: "live" is not accepted; give prod or nonprod"`,
    );
  });
});
