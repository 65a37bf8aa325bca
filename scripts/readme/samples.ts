import { shellWord } from '../../src/text/shell-words.ts';
import type { DemoOrganisation } from '../demo/organisation.ts';
import { typeCommand } from '../demo/typed-command.ts';
import type { MarkedPart } from '../marked-part.ts';

/** The output of a command in the demo, as a page shows it. */
export interface Sample {
  /** The page's path from the root of the repository. */
  readonly page: string;
  readonly part: MarkedPart;
  readonly block: string;
  readonly exitCode: number;
}

const SHOWN = [
  {
    page: 'docs/command.md',
    name: 'check',
    args: ['check'],
  },
  { page: 'docs/pruning.md', name: 'list', args: ['prune', 'list', 'dev'] },
  { page: 'docs/pruning.md', name: 'status', args: ['prune', 'status'] },
  {
    page: 'README.md',
    name: 'show',
    args: ['prune', 'show', '--version', 'orders-worker:7'],
  },
  {
    page: 'docs/mutes.md',
    name: 'mute',
    args: [
      'mute',
      'staging',
      '--limit',
      's3-buckets',
      '--until',
      'friday',
      '--reason',
      'clean-up on Friday',
    ],
  },
  { page: 'docs/mutes.md', name: 'mutes', args: ['mutes'] },
] as const;

/** Runs the commands of the pages in this order against the demo's organisation, and returns their output. */
export async function demoSamples(organisation: DemoOrganisation): Promise<readonly Sample[]> {
  const samples: Sample[] = [];
  for (const { page, name, args } of SHOWN) {
    const { out, exitCode } = await typeCommand(organisation, args);
    const command = ['limits-watchdog', ...args].map(shellWord).join(' ');
    const lines = [`$ ${command}`, ...out.flatMap((line) => line.split('\n'))];
    samples.push({
      page,
      part: {
        begin: `<!-- sample ${name}: written by npm run samples -->`,
        end: `<!-- end of sample ${name} -->`,
      },
      exitCode,
      block: `\`\`\`text\n${lines.join('\n').trimEnd()}\n\`\`\``,
    });
  }
  return samples;
}
