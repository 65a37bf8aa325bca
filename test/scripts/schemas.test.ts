import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../', import.meta.url));

it('the published schema of watchdog.yml is the one that the validator gives', async () => {
  const { stderr } = await run(
    process.execPath,
    ['--import', 'tsx', 'scripts/write-schemas.ts', '--check'],
    { cwd: root },
  );
  expect(stderr).toBe('');
});
