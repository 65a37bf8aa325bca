import { describe, expect, test } from 'vitest';
import { changed, faultsOf } from './broken-files.ts';

describe('accounts', () => {
  test('an id without quotes', () => {
    expect(faultsOf(changed(["'222222222222'", '222222222222']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].id: 222222222222 was read as a number; put it in quotes: '222222222222'"`,
    );
  });
  test('an id without quotes that lost its leading zero', () => {
    expect(faultsOf(changed(["'222222222222'", '012345678901']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].id: 012345678901 was read as the number 12345678901; put it in quotes: '012345678901'"`,
    );
  });
  test('an id in scientific notation', () => {
    expect(faultsOf(changed(["'222222222222'", '1e11']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].id: 1e11 was read as the number 100000000000; give the account's 12 digits in quotes"`,
    );
  });
  test('an id with too few digits and no quotes', () => {
    expect(faultsOf(changed(["'222222222222'", '22222222222']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].id: 22222222222 was read as a number; give the account's 12 digits in quotes"`,
    );
  });
  test('an id with too few digits', () => {
    expect(faultsOf(changed(["'222222222222'", "'22222222222'"]))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].id: "22222222222" is not accepted; give the account's 12 digits in quotes, such as '222222222222'"`,
    );
  });
  test('the tooling account without quotes', () => {
    expect(
      faultsOf(changed(["account: '111111111111'", 'account: 111111111111'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:1: tooling.account: 111111111111 was read as a number; put it in quotes: '111111111111'"`,
    );
  });
  test('an id given twice', () => {
    expect(faultsOf(changed(["'333333333333'", "'222222222222'"]))).toMatchInlineSnapshot(
      `"watchdog.yml:7: accounts[1].id: "222222222222" is already at accounts[0].id; keep one of the two accounts"`,
    );
  });
  test('a name given twice, in other letters', () => {
    expect(faultsOf(changed(['name: prod', 'name: DEV']))).toMatchInlineSnapshot(
      `"watchdog.yml:7: accounts[1].name: "DEV" is already at accounts[0].name; give each account a name of its own"`,
    );
  });
  test('a name with a line break', () => {
    expect(faultsOf(changed(['name: dev', 'name: "de\\nv"']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].name: "de\\nv" is not accepted; give a name of 1 to 64 printable characters, without spaces at its ends"`,
    );
  });
  test('a name that is too long', () => {
    expect(
      faultsOf(
        changed([
          'name: dev',
          'name: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
        ]),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].name: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is not accepted; give a name of 1 to 64 printable characters, without spaces at its ends"`,
    );
  });
  test('a name that is a number', () => {
    expect(faultsOf(changed(['name: dev', 'name: 42']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].name: 42 was read as a number; put it in quotes: '42'"`,
    );
  });
  test('a name that turns the writing direction around', () => {
    expect(faultsOf(changed(['name: dev', 'name: "a\\u202eb"']))).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0].name: "a\\u{202e}b" is not accepted; give a name of 1 to 64 printable characters, without spaces at its ends"`,
    );
  });
  test('a stage in capitals', () => {
    expect(faultsOf(changed(['stage: prod', 'stage: Prod']))).toMatchInlineSnapshot(
      `"watchdog.yml:7: accounts[1].stage: "Prod" is not accepted; give prod or nonprod (did you mean prod?)"`,
    );
  });
  test('a stage as the full word', () => {
    expect(faultsOf(changed(['stage: prod', 'stage: production']))).toMatchInlineSnapshot(
      `"watchdog.yml:7: accounts[1].stage: "production" is not accepted; give prod or nonprod (did you mean prod?)"`,
    );
  });
  test('a stage that is another word', () => {
    expect(faultsOf(changed(['stage: prod', 'stage: qa']))).toMatchInlineSnapshot(
      `"watchdog.yml:7: accounts[1].stage: "qa" is not accepted; give prod or nonprod"`,
    );
  });
  test('no account', () => {
    expect(
      faultsOf(
        changed([
          "accounts:\n  - { id: '222222222222', name: dev, stage: nonprod }\n  - { id: '333333333333', name: prod, stage: prod }",
          'accounts: []',
        ]),
      ),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:5: accounts: an empty list is not accepted; give a list of at least one account with id, name and stage"`,
    );
  });
  test('an account that is text', () => {
    expect(
      faultsOf(changed(["{ id: '222222222222', name: dev, stage: nonprod }", 'dev'])),
    ).toMatchInlineSnapshot(
      `"watchdog.yml:6: accounts[0]: "dev" is not accepted; give a map with id, name and stage"`,
    );
  });
  test('a deployment with a space', () => {
    expect(faultsOf(changed(['', 'deployment: limits watchdog']))).toMatchInlineSnapshot(
      `"watchdog.yml:8: deployment: "limits watchdog" is not accepted; give 1 to 32 letters, digits and hyphens, such as limits-watchdog"`,
    );
  });
});
