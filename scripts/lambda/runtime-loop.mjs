/**
 * A Lambda runtime in plain JavaScript: it loads the handler that `_HANDLER` names, then requests one
 * invocation after the other from the Runtime API and reports each result. Two additions serve the parent
 * process. This process ends when file descriptor 3 is closed. Before an invocation is reported, `END
 * RequestId: …` is written to both outputs, so that the parent knows when it has read all lines.
 */
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';

const { AWS_LAMBDA_RUNTIME_API: api, LAMBDA_TASK_ROOT: root, _HANDLER: name } = process.env;
const agent = new Agent({ keepAlive: true });

// A separate thread ends the process even when the handler blocks the event loop.
new Worker(
  `new (require('node:net').Socket)({ fd: 3 }).resume()
     .on('error', () => {}).on('close', () => process.kill(process.pid, 'SIGKILL'));`,
  { eval: true },
).unref();

// Saved before the handler's module can replace them.
const outputs = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));

let loaded = false;
/** @type {string | undefined} The invocation that has not been reported yet. */
let current;

process.on('uncaughtException', (error) => void giveUp(failureOf(error), 129));
process.on('unhandledRejection', (reason) => {
  const { errorMessage, stackTrace } = failureOf(reason);
  void giveUp({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage, stackTrace }, 128);
});
process.on('beforeExit', () => {
  if (current === undefined) return;
  const errorMessage =
    'The function ended without an answer: nothing is left to run, and its promise has not settled.';
  void giveUp({ errorType: 'Runtime.NodejsExit', errorMessage, stackTrace: [] }, 1);
});

const handler = await load().catch(async (error) => {
  await giveUp(failureOf(error), 1);
});
loaded = true;

for (;;) {
  const { headers, body } = await call('GET', 'invocation/next');
  current = header(headers, 'lambda-runtime-aws-request-id');
  process.env['_X_AMZN_TRACE_ID'] = header(headers, 'lambda-runtime-trace-id');
  try {
    const result = await handler(JSON.parse(body), contextOf(headers));
    await report('response', textOf(result));
  } catch (error) {
    await report('error', JSON.stringify(failureOf(error)));
  }
}

/** @returns {Promise<(event: unknown, context: object) => unknown>} the exported function `_HANDLER` names. */
async function load() {
  const [file, exported] = String(name).split('.');
  if (!file || !exported) throw failing('Runtime.MalformedHandlerName', `Bad handler ${name}`);
  const path = join(String(root), `${file}.mjs`);
  const module = await import(pathToFileURL(path).href).catch((error) => {
    if (error instanceof SyntaxError) throw failing('Runtime.UserCodeSyntaxError', String(error));
    if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw failing('Runtime.ImportModuleError', `Error: ${error.message}`);
  });
  if (typeof module[exported] !== 'function') {
    throw failing('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  return module[exported];
}

/** @param {import('node:http').IncomingHttpHeaders} headers */
function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    awsRequestId: current,
    invokedFunctionArn: header(headers, 'lambda-runtime-invoked-function-arn'),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

/** @param {unknown} result What the handler returned; nothing at all is `null`, as on AWS. */
function textOf(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw new Error('Unable to stringify response body', { cause });
  }
}

/** @param {string} what @param {string} body */
async function report(what, body) {
  const requestId = current;
  current = undefined;
  await Promise.all(
    outputs.map((write) => new Promise((done) => write(`END RequestId: ${requestId}\n`, done))),
  );
  await call('POST', `invocation/${requestId}/${what}`, body);
}

/** @param {object} failure @param {number} status Reports what ends this process, then ends it. */
async function giveUp(failure, status) {
  const text = JSON.stringify(failure);
  if (current !== undefined) await report('error', text).catch(() => undefined);
  else if (!loaded) await call('POST', 'init/error', text).catch(() => undefined);
  else console.error(text);
  process.exit(status);
}

/** @param {unknown} error Whatever was thrown, as Lambda reports it. */
function failureOf(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), stackTrace: [] };
  }
  const stackTrace = String(error.stack).split('\n').slice(1);
  return { errorType: error.name, errorMessage: error.message, stackTrace };
}

/** @param {string} type @param {string} message */
function failing(type, message) {
  return Object.assign(new Error(message), { name: type });
}

/** @param {import('node:http').IncomingHttpHeaders} headers @param {string} key */
function header(headers, key) {
  return String(headers[key]);
}

/**
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @returns {Promise<{ headers: import('node:http').IncomingHttpHeaders, body: string }>}
 */
function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const url = `http://${api}/2018-06-01/runtime/${path}`;
    const sent = request(url, { method, agent }, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on('error', reject);
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
