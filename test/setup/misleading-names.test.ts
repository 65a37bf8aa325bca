import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { productionWords } from '../../src/accounts/production-name.ts';
import { parseConfiguration } from '../../src/config/index.ts';
import { catalogue } from '../../src/limits/catalogue.ts';
import { HOSTILE_NAMES } from '../hostile-names.ts';
import { sized } from '../size.ts';
import { initialised } from './run-init.ts';
import { FILE, printed } from './run-setup.ts';

const ID = '222222222222';
const BASE = ['--tooling-account=111111111111', '--region=eu-west-1'];
const LIMITS = catalogue.map(({ definition }) => definition);
/** Names of accounts as companies use them; all of them mean production. */
const NAMES = [
  'prod',
  'PROD',
  'Prod',
  'prd',
  'production',
  'live',
  'AcmeProd',
  'ACMEprod',
  'prod2',
  'eu-prd01',
  'team/live',
  'non-prod prod',
  'pre/prod',
  'PRÓD',
  'ｐｒｏｄ',
  'shop production: eu',
];
const deletes = (lines: readonly string[]) =>
  lines.filter((line) => /prune-role|PlanEvidence|PruneLayers/.test(line));
const accountsIn = (text: string) => {
  const parsed = parseConfiguration(text, LIMITS);
  return parsed.ok ? parsed.configuration.accounts : [];
};

describe('a nonprod account whose name says production, without a terminal', () => {
  it.each(
    sized(
      NAMES.filter((_, at) => at % 4 === 2),
      NAMES,
    ),
  )('%s: refused, with the flag that says otherwise', async (name) => {
    const flags = [...BASE, `--account=${ID}:${name}:nonprod`];
    const { exitCode, out, err, files } = await initialised(flags);
    expect({ exitCode, out, files: files.size }).toEqual({ exitCode: 1, out: [], files: 0 });
    expect(err).toEqual([
      `--account: The name "${name}" contains the word ${productionWords(name).join(', ')}: give ${ID} the stage prod, or if it carries no production, add --name-misleads ${ID}.`,
    ]);
    const said = await initialised([...flags, `--name-misleads=${ID}`]);
    expect(said.exitCode).toBe(0);
    expect(said.files.get('watchdog.yml')).toContain('prune: { nameMisleads: true }');
    expect(accountsIn(said.files.get('watchdog.yml') ?? '')).toMatchObject([
      { name, stage: 'nonprod', prune: { nameMisleads: true } },
    ]);
    expect(deletes(said.out).length).toBeGreaterThan(0);
  });

  it.each(['nonprod', 'non-prod', 'PreProd', 'product-dev', 'delivery', 'dev'])(
    '%s: taken as it is',
    async (name) => {
      const { exitCode, files } = await initialised([...BASE, `--account=${ID}:${name}:nonprod`]);
      expect(exitCode).toBe(0);
      expect(files.get('watchdog.yml')).not.toContain('nameMisleads');
    },
  );

  it('is refused with --single, too', async () => {
    const { exitCode, err, files } = await initialised([
      '--single',
      `--account=${ID}:shop-prod:nonprod`,
      '--region=eu-west-1',
    ]);
    expect({ exitCode, files: files.size }).toEqual({ exitCode: 1, files: 0 });
    expect(err.join()).toContain(`--name-misleads ${ID}`);
  });

  it.each([
    [`--account=${ID}:dev:nonprod`, 'is nonprod and called "dev"'],
    [`--account=${ID}:prod:prod`, 'is prod and called "prod"'],
    ['--account=333333333333:prod:prod', 'is the id of no --account'],
  ])('%s: the flag is refused when it names no misleading account', async (account, said) => {
    const { exitCode, err } = await initialised([...BASE, account, `--name-misleads=${ID}`]);
    expect(exitCode).toBe(1);
    expect(err.join()).toMatch(/^--name-misleads: /);
    expect(err.join()).toContain(said);
  });

  it('is refused under hostile names, which show nothing that disturbs a terminal', async () => {
    for (const hostile of sized(HOSTILE_NAMES.slice(0, 6), HOSTILE_NAMES)) {
      const flags = [...BASE, `--account=${ID}:${hostile} prod:nonprod`];
      const { exitCode, out, err, files } = await initialised(flags);
      expect({ exitCode, out, files: files.size }).toEqual({ exitCode: 1, out: [], files: 0 });
      expect(err.join('\n')).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e]/u);
    }
  });

  it('never gets a command that could delete, with any name', async () => {
    const part = fc.oneof(
      fc.constantFrom('prod', 'PRD', 'Live', 'Production', 'non', 'pre', 'dev', '-', '_', ' ', '2'),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    );
    const names = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(names, async (name) => {
        const { out, files } = await initialised([...BASE, `--account=${ID}:${name}:nonprod`]);
        const [account] = accountsIn(files.get('watchdog.yml') ?? '');
        expect(account === undefined ? out : productionWords(account.name)).toEqual([]);
      }),
      { numRuns: sized(10, 150) },
    );
  });
});

describe('a nonprod account whose name says production, at a terminal', () => {
  const flags = [...BASE, `--account=${ID}:AcmeProd:nonprod`];

  it.each([
    ['', 'prod', false],
    ['nonprod', 'nonprod', true],
  ])(
    'is asked about, though every flag is there: %j makes it %s',
    async (answer, stage, isPruned) => {
      const { exitCode, questions, files, out } = await initialised(flags, { typed: [answer] });
      expect(exitCode).toBe(0);
      expect(questions).toEqual([
        'The name "AcmeProd" contains the word prod. Its stage: prod, or nonprod if it carries no production [prod]: ',
      ]);
      expect(accountsIn(files.get('watchdog.yml') ?? '')).toMatchObject([
        { stage, prune: { nameMisleads: isPruned } },
      ]);
      expect(deletes(out).length > 0).toBe(isPruned);
    },
  );

  it('writes nothing without an answer, and asks nothing when the flag answers', async () => {
    const { exitCode, files } = await initialised(flags, { typed: [] });
    expect({ exitCode, files: files.size }).toEqual({ exitCode: 4, files: 0 });
    const said = await initialised([...flags, `--name-misleads=${ID}`], { typed: [] });
    expect({ exitCode: said.exitCode, questions: said.questions }).toEqual({
      exitCode: 0,
      questions: [],
    });
  });

  it('is asked about before missing values', async () => {
    const [, ...rest] = flags;
    const { questions } = await initialised(rest, { typed: ['nonprod'] });
    expect(questions[0]).toContain('The name "AcmeProd"');
    expect(questions[1]).toContain('Account that runs the watchdog');
  });
});

describe('setup and the names of a file', () => {
  const named = (prune?: object) => ({
    ...FILE,
    accounts: [{ id: ID, name: 'AcmeProd', stage: 'nonprod', ...(prune && { prune }) }],
  });

  it.each([[[]], [['--upgrade']], [['--account', ID]]])(
    'gives a prune role only where the file says that the name misleads: %j',
    async (args) => {
      const without = await printed(named(), args);
      expect(without.exitCode).toBe(0);
      expect(without.shell).not.toContain('member-prune-role');
      expect(without.err).toContain(
        `The name "AcmeProd" contains the word prod, so the commands give ${ID} no prune role`,
      );
      const said = await printed(named({ nameMisleads: true }), args);
      expect(said.shell).toContain('payments-prune-role');
      expect(said.err).toBe('');
    },
  );
});
