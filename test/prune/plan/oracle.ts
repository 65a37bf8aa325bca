import type { World } from './worlds.ts';

const DAY = 86_400_000;
const ALWAYS = [
  'event-source-mappings',
  'provisioned-concurrency',
  'scalable-targets',
  'resource-policy',
  'function-policy',
  'recent-metrics',
  'invocations',
  'event-invoke-configs',
  'async-destinations',
  'opt-out-tags',
  'scheduler',
  'step-functions',
  'pipes',
  'code-deploy',
  'cloud-formation',
  'event-rules',
  'environment-variables',
];

interface Row {
  key: string;
  region: string;
  fn: string;
  version: string;
  date: number;
  bytes: number;
  frees: boolean;
}

/**
 * An independent specification, which shares no code with what is tested: it applies every rule to every version, slowly.
 * Returns the keys of the versions to delete. `rows` are the versions that may be deleted before cap and target are
 * applied.
 */
export function oracle(world: World): { rows: string[]; plan: string[] } {
  const { inventory, evidence, settings, filters, now } = world;
  const { retention } = settings;
  const rows: Row[] = [];
  const filtered: Row[] = [];
  const published = new Map<string, number>();
  for (const { region, functions } of inventory.regions) {
    for (const { name, versions, aliases } of functions) {
      const numbers = versions
        .map(({ version }) => version)
        .filter((text) => /^[1-9]\d*$/.test(text) && Number(text) <= Number.MAX_SAFE_INTEGER)
        .map(Number)
        .toSorted((a, b) => b - a);
      published.set(`${region}/${name}`, numbers.length);
      for (const facts of versions) {
        const mine = Number(facts.version);
        if (!numbers.includes(mine) || String(mine) !== facts.version) continue;
        if (numbers.indexOf(mine) < retention.keepNewest) continue;
        if (aliases?.kind !== 'read') continue;
        const aliased = aliases.value.flatMap((one) => [
          one.pointsAt,
          ...one.weights.map((weight) => weight.version),
        ]);
        if (aliased.includes(facts.version)) continue;
        const isRollback = aliased
          .filter((text) => text !== '$LATEST')
          .some((text) => {
            const under = numbers.filter((one) => one < Number(text));
            return under.slice(0, retention.keepBelowAlias).includes(mine);
          });
        if (isRollback) continue;
        if (facts.modifiedAt === undefined) continue;
        if (now - facts.modifiedAt < Math.max(1, retention.minimumAgeDays) * DAY) continue;
        if (facts.traits.some((one) => one === 'edge-replica' || one === 'capacity-provider')) {
          continue;
        }
        if (retention.keepFunctions.some((glob) => like(name, glob))) continue;
        const isUsed = evidence.some(
          ({ outcome }) =>
            outcome.kind === 'read' &&
            outcome.uses.some(
              (use) =>
                use.region === region &&
                use.functionName === name &&
                (use.version === '*' || use.version === facts.version),
            ),
        );
        if (isUsed) continue;
        const needed = [
          ...ALWAYS,
          ...(region === 'us-east-1' ? ['edge-associations'] : []),
          ...(facts.traits.includes('durable') ? ['durable-executions'] : []),
          'alias-history',
        ];
        const isChecked = needed.every((check) => {
          const about = evidence.filter(
            (one) =>
              one.check === check &&
              (!('region' in one.scope) || one.scope.region === region) &&
              (!('functionName' in one.scope) || one.scope.functionName === name) &&
              (!('version' in one.scope) || one.scope.version === facts.version),
          );
          const kinds = about.map(({ outcome }) => outcome.kind);
          if (kinds.includes('failed')) return false;
          return kinds.includes('read');
        });
        if (!isChecked) continue;
        const row = {
          key: `${region}/${name}:${facts.version}`,
          region,
          fn: `${region}/${name}`,
          version: facts.version,
          date: facts.modifiedAt,
          bytes: facts.packageBytes,
          frees: facts.storage === 'copy' || facts.storage === 'unknown',
        };
        rows.push(row);
        if (filters.functions.length > 0 && !filters.functions.some((glob) => like(name, glob))) {
          continue;
        }
        if (filters.regions.length > 0 && !filters.regions.some((one) => one === region)) continue;
        if (now - facts.modifiedAt < (filters.olderThanDays ?? 0) * DAY) continue;
        // A version with a date in the future has no age, so a filter by age excludes it.
        filtered.push(row);
      }
    }
  }
  let left = filtered;
  if (settings.capLiftedBy.length < 2) {
    for (const [fn, versions] of published) {
      while (left.filter((row) => row.fn === fn).length > Math.floor(versions * 0.95)) {
        const those = left.filter((row) => row.fn === fn);
        const newest = those.reduce((a, b) => (Number(a.version) > Number(b.version) ? a : b));
        left = left.filter((row) => row !== newest);
      }
    }
    const all = [...published.values()].reduce((sum, one) => sum + one, 0);
    while (left.length > Math.floor(all * 0.9)) {
      const newest = left.reduce((a, b) =>
        a.date > b.date || (a.date === b.date && a.key > b.key) ? a : b,
      );
      left = left.filter((row) => row !== newest);
    }
  }
  if (filters.targetBytes !== undefined) {
    const taken: Row[] = [];
    let rest = left.filter(({ frees }) => frees);
    while (
      rest.length > 0 &&
      taken.reduce((sum, row) => sum + row.bytes, 0) < filters.targetBytes
    ) {
      const largest = rest.reduce((a, b) => (isBefore(a, b) ? a : b));
      taken.push(largest);
      rest = rest.filter((row) => row !== largest);
    }
    left = taken;
  }
  const keys = (those: Row[]) => those.map(({ key }) => key).toSorted();
  return { rows: keys(rows), plan: keys(left) };
}

function isBefore(a: Row, b: Row): boolean {
  if (a.bytes !== b.bytes) return a.bytes > b.bytes;
  if (a.fn !== b.fn) return a.fn < b.fn;
  return Number(a.version) < Number(b.version);
}

function like(name: string, glob: string): boolean {
  const pattern = glob.replaceAll('*', '.*').replaceAll('?', '.');
  return new RegExp(`^${pattern}$`).test(name);
}
