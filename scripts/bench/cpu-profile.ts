import { Session } from 'node:inspector/promises';

/** Where processor time was spent, the largest first. A share of 1 is all of it. */
export type Profile = readonly { readonly what: string; readonly share: number }[];

/** The label in the profile of a function's time, by the path of its file. The first matching pattern wins. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /\/src\/aws\/list-functions|\/src\/model\//,
    'taking what is needed (src/limits/list-functions.ts)',
  ],
  [/\/src\//, 'the rest of this program'],
  [/signature-v4|\/httpAuthSchemes\/|sha256|hash-node|\/crypto/, 'signing'],
  [/endpoint/, 'finding the endpoint'],
  [
    /\/(schema|protocols|serde|cbor)\/|\/core\/dist[^/]*\/submodules\/(protocols|schema|serde|cbor)/,
    "the SDK's deserialiser",
  ],
  [/@smithy|@aws-sdk|@aws\//, "the SDK's middleware"],
  [/^node:.*stream/, "Node's streams"],
  [/^node:/, 'Node'],
];

/** Returns the CPU profile of this process while `work` runs. */
export async function profileOf(work: () => Promise<unknown>): Promise<Profile> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    await work();
    const { profile } = await session.post('Profiler.stop');
    const hits = new Map<string, number>();
    let all = 0;
    for (const { callFrame, hitCount = 0 } of profile.nodes) {
      const what = kindOf(callFrame);
      if (what === undefined) continue;
      hits.set(what, (hits.get(what) ?? 0) + hitCount);
      all += hitCount;
    }
    return [...hits]
      .map(([what, hit]) => ({ what, share: hit / Math.max(1, all) }))
      .toSorted((a, b) => b.share - a.share);
  } finally {
    session.disconnect();
  }
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** Returns the label in the profile of a frame's time; undefined for idle time. */
function kindOf({ functionName, url }: CallFrame): string | undefined {
  if (functionName === '(idle)' || functionName === '(root)') return undefined;
  if (functionName === '(garbage collector)') return 'collecting garbage';
  if (url === '') return 'native code: JSON.parse, hashing and the like';
  return KINDS.find(([pattern]) => pattern.test(url))?.[1] ?? 'elsewhere';
}
