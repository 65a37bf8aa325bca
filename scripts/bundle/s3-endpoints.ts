import { readFile } from 'node:fs/promises';

import type { Plugin } from 'esbuild';

/** What the SDK decides an endpoint by: a diagram of numbered conditions that ends in numbered results. */
export interface EndpointRules {
  /** Three numbers a node: its condition, where to go when it holds, and where otherwise. */
  readonly nodes: readonly number[];
  readonly root: number;
  readonly conditions: readonly unknown[];
  readonly results: readonly (readonly unknown[])[];
}

/** From here on a number of a node's two ways is that of a result. */
const RESULT = 100_000_000;
/** The ways that end without a result. */
const NOWHERE: ReadonlySet<number> = new Set([1, -1]);

/**
 * Conditions that hold for no bucket and no request of this program, as they begin in the SDK's JSON, and
 * what is said when one does hold after all. The configuration takes names of general purpose buckets.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
export const REFUSED: readonly (readonly [condition: string, refusal: string])[] = [
  [ends(6, '--x-s3'), 'Directory buckets are left out of this bundle'],
  [ends(7, '--xa-s3'), 'Access points of directory buckets are left out of this bundle'],
  [
    '["stringEquals",[{"ref":"accessPointSuffix"},"--op-s3"]]',
    'Buckets on Outposts are left out of this bundle',
  ],
  ['["aws.parseArn",[{"ref":"Bucket"}],"bucketArn"]', 'Buckets by ARN are left out of this bundle'],
  ['["booleanEquals",[{"ref":"Accelerate"},true]]', 'S3 Accelerate is left out of this bundle'],
  [given('UseS3ExpressControlEndpoint'), 'Directory buckets are left out of this bundle'],
  [given('UseObjectLambdaEndpoint'), 'S3 Object Lambda is left out of this bundle'],
  [
    '["booleanEquals",[{"ref":"UseGlobalEndpoint"},true]]',
    'The global endpoint is left out of this bundle',
  ],
  [
    '["stringEquals",[{"ref":"Region"},"aws-global"]]',
    'The Region aws-global is left out of this bundle',
  ],
];

function ends(length: number, suffix: string): string {
  return `["stringEquals",[{"fn":"coalesce","argv":[{"fn":"substring","argv":[{"ref":"Bucket"},0,${length},true]},""]},"${suffix}"]]`;
}

function given(parameter: string): string {
  return `["booleanEquals",[{"fn":"coalesce","argv":[{"ref":"${parameter}"},false]},true]]`;
}

/** Takes out of S3's rules for endpoints, the largest part of its client, what only refused requests reach. */
export const s3EndpointsPlugin: Plugin = {
  name: 's3-endpoints',
  setup(build) {
    build.onLoad(
      { filter: /@aws-sdk[/\\]client-s3[/\\]dist-es[/\\]endpoint[/\\]bdd\.js$/ },
      async ({ path }) => {
        const rules = withRefusals(await readRules(await readFile(path, 'utf8')));
        return rules === undefined
          ? { errors: [{ text: 'The rules for endpoints of S3 are not those that are cut down' }] }
          : { contents: moduleOf(rules), loader: 'js' };
      },
    );
  },
};

/** The rules that the SDK's module holds. */
export async function readRules(source: string): Promise<EndpointRules> {
  const BUILDER =
    'const BinaryDecisionDiagram = { from: (nodes, root, conditions, results) => ({ nodes: [...nodes], root, conditions, results }) };';
  const data = source.replace(/^import .*$/m, BUILDER);
  const { bdd }: { readonly bdd: EndpointRules } = await import(
    `data:text/javascript,${encodeURIComponent(data)}`
  );
  return bdd;
}

/**
 * The same rules, except that each condition of `REFUSED` ends in its refusal when it holds; without
 * what nothing leads to any more. `undefined` when the rules have no such condition, or another form.
 */
export function withRefusals(rules: EndpointRules): EndpointRules | undefined {
  const results = [...rules.results];
  const refusalOf = new Map<number, number>();
  for (const [condition, refusal] of REFUSED) {
    const index = rules.conditions.findIndex((each) => JSON.stringify(each) === condition);
    if (index === -1) return undefined;
    refusalOf.set(index, RESULT + results.length);
    results.push([-1, refusal]);
  }
  const refuses = ([condition, high, low]: Node): Node => [
    condition,
    refusalOf.get(condition) ?? high,
    low,
  ];
  const nodes = Array.from({ length: rules.nodes.length / 3 }, (_, at) =>
    refuses([rules.nodes[3 * at] ?? 0, rules.nodes[3 * at + 1] ?? 0, rules.nodes[3 * at + 2] ?? 0]),
  );
  // A way with a minus would turn the answer of the node that it leads to; S3's rules have none.
  const isKnown = (way: number): boolean => way > 1 || NOWHERE.has(way);
  if (!nodes.slice(1).every(([, high, low]) => isKnown(high) && isKnown(low))) return undefined;
  return compacted({ ...rules, results }, nodes);
}

type Node = readonly [condition: number, high: number, low: number];

/** Renumbers what can be reached from the root; the first node stands for the ways that end nowhere. */
function compacted(
  { root, conditions, results }: EndpointRules,
  nodes: readonly Node[],
): EndpointRules {
  const kept = { nodes: [1], conditions: [] as number[], results: [] as number[] };
  const numbered = (list: number[], old: number): number => {
    const at = list.indexOf(old);
    return at === -1 ? list.push(old) - 1 : at;
  };
  const way = (to: number): number => {
    if (NOWHERE.has(to)) return to;
    if (to >= RESULT) return RESULT + numbered(kept.results, to - RESULT);
    return numbered(kept.nodes, to) + 1;
  };
  const newRoot = way(root);
  const rows: Node[] = [[-1, 1, -1]];
  for (let at = 1; at < kept.nodes.length; at += 1) {
    const [condition, high, low] = nodes[(kept.nodes[at] ?? 0) - 1] ?? [-1, 1, -1];
    rows.push([numbered(kept.conditions, condition), way(high), way(low)]);
  }
  return {
    nodes: rows.flat(),
    root: newRoot,
    conditions: kept.conditions.map((at) => conditions[at]),
    results: kept.results.map((at) => results[at] ?? []),
  };
}

function moduleOf({ nodes, root, conditions, results }: EndpointRules): string {
  // Most results differ in their address alone: what they have in common is written once.
  const shared: string[] = [];
  const place = (part: unknown): string => {
    const json = JSON.stringify(part);
    if (typeof part !== 'object') return json;
    const at = shared.indexOf(json);
    return `shared[${at === -1 ? shared.push(json) - 1 : at}]`;
  };
  const lists = results.map((result) => `[${result.map(place).join()}]`);
  return `import { BinaryDecisionDiagram } from '@smithy/core/endpoints';
    const shared = [${shared.join()}];
    export const bdd = /* @__PURE__ */ BinaryDecisionDiagram.from(
      new Int32Array(${JSON.stringify(nodes)}), ${root}, ${JSON.stringify(conditions)}, [${lists.join()}],
    );`;
}
