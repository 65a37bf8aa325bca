import { chromiumPath } from '../../scripts/picture/chromium.ts';

/** Before all browser tests: without a browser none has been run, and that is no success. */
export default function requireChromium(): void {
  try {
    chromiumPath();
  } catch (error) {
    throw new Error(
      `browser tests not run: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}
