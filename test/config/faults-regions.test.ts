import { describe, expect, test } from 'vitest';
import { changed, faultsOf } from './broken-files.ts';

describe('Regions', () => {
  test('a Region that does not exist', () => {
    expect(faultsOf(changed(['us-east-1]', 'us-eest-1]']))).toMatchInlineSnapshot(
      `"watchdog.yml:4: regions[1]: "us-eest-1" is not a known Region; correct it, or list it in extraRegions if AWS has opened it since (did you mean us-east-1?)"`,
    );
  });
  test('a Region that is not a Region code', () => {
    expect(faultsOf(changed(['us-east-1]', 'us-east1]']))).toMatchInlineSnapshot(
      `"watchdog.yml:4: regions[1]: "us-east1" is not accepted; give a Region code such as eu-west-1 (did you mean us-east-1?)"`,
    );
  });
  test('an unknown Region', () => {
    expect(faultsOf(changed(['us-east-1]', 'xx-new-1]']))).toMatchInlineSnapshot(
      `"watchdog.yml:4: regions[1]: "xx-new-1" is not a known Region; correct it, or list it in extraRegions if AWS has opened it since"`,
    );
  });
  test('a Region given twice', () => {
    expect(faultsOf(changed(['us-east-1]', 'eu-west-1]']))).toMatchInlineSnapshot(
      `"watchdog.yml:4: regions[1]: "eu-west-1" is already at regions[0]; remove it"`,
    );
  });
  test('a Region given twice in an account', () => {
    expect(
      faultsOf(
        changed([
          "{ id: '222222222222', name: dev, stage: nonprod }",
          "{ id: '222222222222', name: dev, stage: nonprod, regions: [eu-west-1, eu-west-1] }",
        ]),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].regions[1]: "eu-west-1" is already at accounts[0].regions[0]; remove it"`,
    );
  });
  test('an empty list of Regions', () => {
    expect(faultsOf(changed(['[eu-west-1, us-east-1]', '[]']))).toMatchInlineSnapshot(
      `"watchdog.yml:4: regions: an empty list is not accepted; give a list of Region codes such as [eu-west-1, us-east-1]"`,
    );
  });
  test('no Region for an account', () => {
    expect(
      faultsOf(
        changed(
          ['regions: [eu-west-1, us-east-1]\n', ''],
          [
            "{ id: '222222222222', name: dev, stage: nonprod }",
            "{ id: '222222222222', name: dev, stage: nonprod, regions: [eu-west-1] }",
          ],
        ),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[1]: has no Region; add regions to it, or to the top of the file for all accounts"`,
    );
  });
  test('a Region of another partition', () => {
    expect(faultsOf(changed(['us-east-1]', 'cn-north-1]']))).toMatchInlineSnapshot(
      `"watchdog.yml:4: regions[1]: cn-north-1 is in the partition aws-cn and tooling.region eu-west-1 in aws, and credentials do not cross partitions; watch it from a deployment in aws-cn"`,
    );
  });
  test('a topic in another Region', () => {
    expect(faultsOf(changed(['sns:eu-west-1', 'sns:us-east-1']))).toMatchInlineSnapshot(
      `"watchdog.yml:3: alerts.topicArn: the topic is in us-east-1, not in tooling.region eu-west-1; use a topic in that Region"`,
    );
  });
  test('a topic in another account', () => {
    expect(
      faultsOf(changed(['sns:eu-west-1:111111111111', 'sns:eu-west-1:999999999999'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:3: alerts.topicArn: the topic is in account 999999999999, not in tooling.account 111111111111; use a topic of the tooling account"`,
    );
  });
  test('a topic with the wrong partition', () => {
    expect(faultsOf(changed(['arn:aws:sns', 'arn:aws-cn:sns']))).toMatchInlineSnapshot(
      `"watchdog.yml:3: alerts.topicArn: the ARN does not fit its Region eu-west-1; start it with arn:aws:"`,
    );
  });
  test('a topic that is a queue', () => {
    expect(faultsOf(changed(['arn:aws:sns', 'arn:aws:sqs']))).toMatchInlineSnapshot(
      `"watchdog.yml:3: alerts.topicArn: "arn:aws:sqs:eu-west-1:111111111111:alerts" is not accepted; give the ARN of a standard SNS topic, such as arn:aws:sns:eu-west-1:111111111111:limits-watchdog-alerts"`,
    );
  });
});
