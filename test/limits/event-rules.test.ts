import { describe, expect, it } from 'vitest';

import { eventRules } from '../../src/limits/event-rules.ts';
import type { LimitUsage } from '../../src/limits/limit.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, operationsOver, ScriptedWire } from '../aws/wire.ts';
import { measureIn } from './measure-in.ts';

const quota = json({ Quota: { Value: 300 } });

/** Returns the usage from these answers: pages of buses, then pages of each bus's rules, then the quota. */
function measured(...answers: readonly WireAnswer[]): Promise<LimitUsage> {
  return measureIn(operationsOver(new ScriptedWire(...answers)), eventRules);
}

const buses = (names: readonly string[], NextToken?: string) =>
  json({ EventBuses: names.map((Name) => ({ Name })), NextToken });
const rules = (number: number, NextToken?: string) =>
  json({ Rules: Array.from({ length: number }, () => ({ EventPattern: 'secret' })), NextToken });

describe('the rules of event buses', () => {
  it.each([
    ['the fullest, on the second page of buses', [0, 1, 7], 'orders', 7],
    ['the first by name of two that are as full', [4, 2, 4], 'default', 4],
    ['the first by name where none has a rule', [0, 0, 0], 'billing', 0],
  ])('are those of %s', async (_, [first = 0, second = 0, third = 0], name, used) => {
    const answers = [buses(['default', 'billing'], 'more'), buses(['orders'])];
    const result = await measured(...answers, rules(first), rules(second), rules(third), quota);
    expect(result).toMatchObject({
      used: { amount: used },
      limit: { value: { amount: 300 } },
      parent: { kind: 'event bus', name },
    });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('are counted over all pages of a bus', async () => {
    const pages = [rules(100, 'a'), rules(0, 'b'), rules(3)];
    await expect(measured(buses(['default']), ...pages, quota)).resolves.toMatchObject({
      used: { amount: 103 },
    });
  });

  it.each([
    ['no list of buses', [json({})], 'events:ListEventBuses'],
    ['no bus, where each Region has the default one', [buses([])], 'events:ListEventBuses'],
    ['a bus without a name', [json({ EventBuses: [{}] })], 'events:ListEventBuses'],
    ['no list of rules', [buses(['default']), json({})], 'events:ListRules'],
    [
      'one of several buses without a list of rules',
      [buses(['default', 'orders']), rules(5), json({})],
      'events:ListRules',
    ],
  ])('are not measured from %s', async (_, answers, operation) => {
    await expect(measured(...answers)).rejects.toMatchObject({
      failure: { reason: 'malformed', operation },
    });
  });
});
