import { describe, expect, it } from 'vitest';

import type { AliasTargets } from '../../src/model/aliases.ts';
import { listAliases } from '../../src/limits/list-aliases.ts';
import { spellings } from '../aws/spellings.ts';
import type { WireAnswer } from '../aws/wire.ts';
import { json, jsonError, operationsOver, ScriptedWire } from '../aws/wire.ts';

type Item = Readonly<Record<string, unknown>>;

const alias = (name: string, version: string, weights?: Item): Item => ({
  AliasArn: `arn:aws:lambda:eu-west-1:222222222222:function:billing:${name}`,
  Name: name,
  FunctionVersion: version,
  ...(weights === undefined ? {} : { RoutingConfig: { AdditionalVersionWeights: weights } }),
});

const page = (aliases: readonly Item[], next?: string | null): WireAnswer =>
  json({ Aliases: aliases, ...(next === undefined ? {} : { NextMarker: next }) });

function list(...answers: readonly WireAnswer[]): Promise<readonly AliasTargets[]> {
  return listAliases(operationsOver(new ScriptedWire(...answers)), 'billing');
}

describe('the aliases of a function', () => {
  it('are read to the last of several pages, empty ones in between included', async () => {
    const many = Array.from({ length: 120 }, (_, at) => alias(`a${at}`, String(at + 1)));
    const wire = new ScriptedWire(
      page(many.slice(0, 50), 'two'),
      page([], 'three'),
      page(many.slice(50, 100), 'four'),
      page(many.slice(100), null),
    );
    const aliases = await listAliases(operationsOver(wire), 'my-func_1');
    expect(aliases).toHaveLength(120);
    expect(aliases.flatMap(({ versions }) => versions)).toEqual(many.map((_, at) => at + 1));
    expect(wire.requests.map(({ path }) => path)).toEqual(
      Array.from({ length: 4 }, () => '/2015-03-31/functions/my-func_1/aliases'),
    );
    expect(wire.requests.map(({ query }) => query['Marker'])).toEqual([
      undefined,
      'two',
      'three',
      'four',
    ]);
  });

  it('have the version that they point at and the versions that they weight, even with a weight of 0', async () => {
    const aliases = await list(
      page([
        alias('live', '10', { '9': 0.1 }),
        alias('canary', '4', { '5': 0 }),
        alias('plain', '3'),
      ]),
    );
    expect(aliases).toEqual([
      { name: 'live', versions: [10, 9] },
      { name: 'canary', versions: [4, 5] },
      { name: 'plain', versions: [3] },
    ]);
  });

  it('that point at $LATEST have no published version except the versions that they weight', async () => {
    const aliases = await list(
      page([
        alias('dev', '$LATEST'),
        alias('both', '$LATEST', { '7': 0.5 }),
        alias('odd', '2', {}),
      ]),
    );
    expect(aliases.map(({ versions }) => versions)).toEqual([[], [7], [2]]);
  });

  it('may be none', async () => {
    await expect(list(page([]))).resolves.toEqual([]);
  });

  it("are never told in part: an alias that is overlooked may be somebody's outage", async () => {
    const failing: readonly WireAnswer[] = [
      json({}),
      { body: '' },
      page([alias('live', '1'), { Name: 'broken' }]),
      page([{ FunctionVersion: '1' }]),
      page([alias('live', '9007199254740993')]),
      page([alias('live', '1')], 'next'),
    ];
    for (const answer of failing) {
      await expect(list(page([alias('live', '1')], 'next'), answer)).rejects.toMatchObject({
        failure: { reason: 'malformed', operation: 'lambda:ListAliases' },
      });
    }
  });

  it.each(spellings(jsonError))(
    'are unknown when their second page answers $errorName: $reason',
    async ({ answer, errorName, reason, attempts }) => {
      await expect(list(page([alias('live', '1')], 'next'), answer)).rejects.toMatchObject({
        failure: { reason, errorName, attempts, operation: 'lambda:ListAliases' },
      });
    },
  );
});
