import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { sectionOf } from '../../scripts/cloudformation/sections.ts';
import type { LogQuery } from '../../scripts/package/log-queries.ts';
import { LOG_QUERIES, QUERY_RESOURCES, queryText } from '../../scripts/package/log-queries.ts';
import type { FaultRule } from '../sandbox/faults.ts';
import { isMembers } from '../sandbox/wire/message.ts';
import { logged } from '../watch/logged.ts';
import { memberAccount, runWatch, toolingAccount, TOPIC } from '../watch/run-watch.ts';

const DEV = '222222222222';
const QUERY_WORDS =
  '@timestamp @message filter fields sort limit stats desc asc by as and or in like ispresent latest count';
/** Fields that CloudWatch Logs adds, and words of its query language. */
const BUILT_IN = new Set(QUERY_WORDS.split(' '));
/** Fields that only some lines have: those of an error, or of a batch of deletions. */
const NOW_AND_THEN = ['planId'];

type Line = Readonly<Record<string, unknown>>;

/** Returns the keys of a line, with nested ones such as `failure.reason`. */
function keysOf(line: Line, prefix = ''): readonly string[] {
  return Object.entries(line).flatMap(([key, member]) => [
    `${prefix}${key}`,
    ...(isMembers(member) ? keysOf(member, `${prefix}${key}.`) : []),
  ]);
}

/** Returns the fields that a query reads, without texts, patterns and names that it defines itself. */
function fieldsOf(query: LogQuery): readonly string[] {
  const bare = queryText(query).replaceAll(/"[^"]*"|like \/[^/]*\//g, ' ');
  const given = [...bare.matchAll(/ as (\w+)/g)].map(([, name = '']) => name);
  const words = bare.match(/@?[A-Za-z_][\w.]*/g) ?? [];
  return words.filter((word) => !BUILT_IN.has(word) && !given.includes(word));
}

/** Log lines of a run that cannot measure everything, send its alert or store its report, and its metrics. */
async function linesOfRun(): Promise<readonly Line[]> {
  const denied = (match: FaultRule['match'], name: string, status: number): FaultRule => ({
    match,
    times: 'always',
    effect: { kind: 'error', name, status, message: 'no' },
  });
  const full = { 'eu-west-1': { codeStorage: { usage: { bytes: 305 * 1024 ** 3 } } } };
  const { result, lines } = await logged(() =>
    runWatch({
      world: { accounts: [toolingAccount(), memberAccount(DEV, 'dev', { regions: full })] },
      accounts: [{ id: DEV, name: 'dev' }],
      regions: ['eu-west-1'],
      settings: { alerts: { topicArn: TOPIC, emails: ['missing@example.com'] } },
      faults: [
        denied({ service: 'sns', operation: 'Publish' }, 'AuthorizationError', 403),
        denied({ service: 's3', operation: 'ListBuckets' }, 'TooManyRequests', 429),
        denied(
          { service: 's3', operation: 'PutObject', resource: '*report*' },
          'AccessDenied',
          403,
        ),
      ],
    }),
  );
  return [...lines, ...result.lines.map((line): Line => JSON.parse(line))];
}

describe('a saved query of the logs', () => {
  it('reads only lines and fields that a run writes', async () => {
    const lines = await linesOfRun();
    const known = new Set([...lines.flatMap((line) => keysOf(line)), ...NOW_AND_THEN]);
    const messages = new Set(lines.map(({ message }) => message));
    for (const query of LOG_QUERIES.filter((one) => one.function === 'watch')) {
      expect(fieldsOf(query).filter((field) => !known.has(field))).toEqual([]);
      const named = /message (?:=|in) (\[[^\]]*\]|"[^"]*")/.exec(queryText(query))?.[1] ?? '[]';
      const texts: unknown = JSON.parse(named);
      expect([texts].flat().filter((text) => !messages.has(text))).toEqual([]);
    }
  });

  it('of a prune reads the result of its function', () => {
    const answer: Line = JSON.parse(
      readFileSync(
        new URL('../golden/documents/answers/prune-goes-on.v2.json', import.meta.url),
        'utf8',
      ),
    );
    const known = [...keysOf({ response: answer }), 'message', 'level', ...NOW_AND_THEN];
    for (const query of LOG_QUERIES.filter((one) => one.function === 'prune')) {
      expect(fieldsOf(query).filter((field) => !known.includes(field))).toEqual([]);
    }
  });

  it("is in the deployment's folder, and depends on the function of its log group", () => {
    const resources = Object.values(sectionOf(QUERY_RESOURCES, 'Resources'));
    expect(resources).toHaveLength(LOG_QUERIES.length);
    for (const [at, { title, function: name }] of LOG_QUERIES.entries()) {
      const resource = resources[at];
      expect(resource).toMatchObject({
        Type: 'AWS::Logs::QueryDefinition',
        DependsOn: [name === 'watch' ? 'WatchLambdaFunction' : 'PruneLambdaFunction'],
        Properties: {
          Name: { 'Fn::Sub': `\${Deployment}/${title}` },
          LogGroupNames: [{ 'Fn::Sub': `/aws/lambda/\${Deployment}-${name}` }],
        },
      });
    }
  });

  it('is listed in docs/operations.md, which lists no other', () => {
    const page = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
    const [, section = ''] = page.split('\n## Saved queries\n');
    const listed = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| (\S.*?) +\|/gm)]
      .map(([, title]) => title)
      .slice(2);
    expect(listed).toEqual(LOG_QUERIES.map(({ title }) => title));
  });
});
