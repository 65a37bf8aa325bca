import { afterAll, vi } from 'vitest';

/**
 * Restores stubs, mocks and the environment after each test file. The test files of one worker share its process
 * and modules, so the next file must find the process as the first one did.
 */
const environment = { ...process.env };
const { exitCode } = process;

afterAll(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
  for (const name of Object.keys(process.env)) {
    if (!(name in environment)) delete process.env[name];
  }
  Object.assign(process.env, environment);
  process.exitCode = exitCode;
});
