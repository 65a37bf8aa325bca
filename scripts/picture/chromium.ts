import { accessSync, constants } from 'node:fs';

import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** Where Debian's package puts it; `$CHROMIUM` names another one. */
const DEBIAN = '/usr/bin/chromium';

/**
 * The browser's program.
 * @throws Error, saying how to install one, where there is none.
 */
export function chromiumPath(): string {
  const path = process.env['CHROMIUM'] ?? DEBIAN;
  try {
    accessSync(path, constants.X_OK);
  } catch {
    throw new Error(
      `There is no Chromium at ${path}. Install it with "apt-get install -y chromium", or set CHROMIUM to the path of one.`,
    );
  }
  return path;
}

/** A headless browser. Close it. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath() });
}
