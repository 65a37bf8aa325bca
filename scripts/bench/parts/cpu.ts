import type { BenchContext } from '../context.ts';
import { profileOf } from '../cpu-profile.ts';
import { median, type PartResult } from '../figures.ts';
import { bareParser, pageReader } from '../page-cost.ts';
import { listPages } from '../worlds/list-page.ts';

const PAGES = 40;
const MOST_OF_PARSE = 4;
/** Profile entries with a smaller share are not reported. */
const LEAST_SHARE = 0.01;

/** Measures the processor time that the SDK client takes for a page of ListFunctions, after warming up. */
export async function cpuPart({ isQuick, tell }: BenchContext): Promise<PartResult> {
  const pages = listPages(PAGES);
  const [page = new Uint8Array()] = pages;
  const [read, parse] = [pageReader(pages), bareParser(pages)];
  const rounds = isQuick ? 15 : 60;
  tell(`${rounds} times ${PAGES} pages, and the same bytes parsed …`);
  for (let at = 0; at < 10; at += 1) await runBoth(read, parse);
  const readMs: number[] = [];
  const parseMs: number[] = [];
  for (let at = 0; at < rounds; at += 1) {
    readMs.push(await cpuMsOf(read));
    parseMs.push(await cpuMsOf(parse));
  }
  const profile = await profileOf(async () => {
    for (let at = 0; at < rounds; at += 1) await read();
  });
  const told = profile.filter(({ share }) => share >= LEAST_SHARE);
  return {
    part: 'cpu',
    figures: [
      {
        name: `one page of ListFunctions, ${Math.round(page.length / 1_000)} KB`,
        measured: median(readMs) / PAGES,
        unit: 'ms',
        floor: median(parseMs) / PAGES,
        target: { most: MOST_OF_PARSE, of: 'ratio' },
      },
    ],
    notes: [
      `Processor time of the whole process, the median of ${rounds} rounds of ${PAGES} pages; the floor is JSON.parse of the same bytes.`,
      ...told.map(({ what, share }) => `${Math.round(share * 100)} % ${what}`),
    ],
  };
}

async function runBoth(read: () => Promise<unknown>, parse: () => Promise<unknown>): Promise<void> {
  await read();
  await parse();
}

async function cpuMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
