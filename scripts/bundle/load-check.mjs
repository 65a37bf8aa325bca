/**
 * Loads a function's bundle and checks that it exports a handler: `node load-check.mjs MAJOR FILE`. MAJOR is
 * the expected major version of Node.js. It is plain JavaScript, so that nothing of this repository is loaded
 * besides the bundle.
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
