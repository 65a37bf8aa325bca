/**
 * Loads a function's bundle from its file, as a runtime does, and sees that it has its handler:
 * `node load-check.mjs MAJOR FILE` on the Node.js that is to be tried, whose major version must be
 * MAJOR. Plain JavaScript, since the bundle must stand without anything of this repository.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [major, file] = process.argv.slice(2);
if (major === undefined || file === undefined) {
  throw new Error('usage: node load-check.mjs MAJOR FILE');
}
if (process.versions.node.split('.')[0] !== major) {
  throw new Error(`this is Node.js ${process.versions.node}, not ${major}`);
}
const bundle = await import(pathToFileURL(resolve(file)).href);
if (typeof bundle.handler !== 'function') throw new Error(`${file} exports no handler`);
console.log(`${file} loads on Node.js ${process.versions.node}`);
