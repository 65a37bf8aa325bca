#!/usr/bin/env node
// Runs `npx limits-watchdog` in a checkout from the TypeScript sources.
import { register } from 'tsx/esm/api';

register();
await import('../src/cli/main.ts');
