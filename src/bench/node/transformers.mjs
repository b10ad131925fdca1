// transformers.js beside the embedding stage: one command a line, one answer a line, as Peer.java says.
//
//   versions
//   embed <tab> MODEL_FOLDER <tab> TEXTS.json <tab> TEXTS_PER_BATCH <tab> THREADS
//
// MODEL_FOLDER has config.json, tokenizer.json, tokenizer_config.json and onnx/model.onnx. The package
// is looked for where NODE_MODULES says (a folder node_modules), else as node does.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const NAME = '@huggingface/transformers';
const require = createRequire(`${resolve(process.env.NODE_MODULES ?? '.')}/`);

let transformers;
let version;
try {
  transformers = await import(pathToFileURL(require.resolve(NAME)).href);
  version = transformers.env.version;
} catch (e) {
  if (!['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND'].includes(e.code)) throw e;
}

const open = new Map();

async function model(folder, threads) {
  if (!open.has(folder)) {
    transformers.env.allowRemoteModels = false;
    transformers.env.localModelPath = dirname(folder);
    open.set(
      folder,
      await transformers.pipeline('feature-extraction', basename(folder), {
        dtype: 'fp32',
        session_options: { intraOpNumThreads: threads },
      }),
    );
  }
  return open.get(folder);
}

async function embed(folder, file, perBatch, threads) {
  const extract = await model(folder, threads);
  const texts = JSON.parse(readFileSync(file, 'utf8')).sort((a, b) => a.length - b.length);
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  for (let i = 0; i < texts.length; i += perBatch) {
    await extract(texts.slice(i, i + perBatch), { pooling: 'mean', normalize: true });
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const { user, system } = process.cpuUsage(cpu);
  return `ok ${seconds} ${(user + system) / 1e6}`;
}

async function answer(line) {
  const [command, ...values] = line.split('\t');
  if (command === 'versions') {
    return transformers ? `node ${process.version}, transformers.js ${version}` : 'no transformers.js';
  }
  if (!transformers) return 'missing';
  if (command === 'embed') {
    return embed(values[0], values[1], Number(values[2]), Number(values[3]));
  }
  return `error unknown command ${command}`;
}

for await (const line of createInterface({ input: process.stdin })) {
  let text;
  try {
    text = await answer(line);
  } catch (e) {
    text = `error ${String(e.message).replaceAll('\n', ' ')}`;
  }
  process.stdout.write(`${text}\n`);
}
