/** From a file that somebody brought to an ONNX file that has been tried, and what is known of it. */
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StudioFailure } from '../../../contracts/failure.ts';
import {
  type ImportedEnhancer,
  type ImportedFinder,
  type ImportedModel,
  type ImportRequest,
  largestModelBytes,
} from '../../../contracts/own-model.ts';
import { writeOnnx } from '../minimal-onnx.ts';
import { inspectOnnx } from './inspect-onnx.ts';
import { keepsSize } from './keeps-size.ts';
import { isOpenIris, openIrisProfile } from './open-iris-profile.ts';
import { openNetwork } from './open-network.ts';
import { probeFinder } from './probe-finder.ts';
import { type KnownOfNetwork, type ProbeEnvironment, probeModel } from './probe-model.ts';
import { readDescription } from './read-description.ts';
import { readWeights, sniffFormat } from './read-weights.ts';
import { recogniseNetwork } from './recognise-network.ts';
import { blendWeights, type StateDict } from './weights.ts';

/**
 * @returns what the model is; its ONNX file then lies, synced, at `target`. On any failure nothing does.
 * @throws StudioFailure the codes that begin with 'model', and 'diskFull' or 'storageFailed'
 */
export async function importModel(
  request: ImportRequest,
  environment: Omit<ProbeEnvironment, 'threads'>,
): Promise<ImportedModel> {
  const file = await readModelFile(request.path);
  const probing = { ...environment, threads: request.threads };
  return (await importFinder(file, request, probing)) ?? importEnhancer(file, request, probing);
}

/** @returns null when neither a description nor its own inputs and outputs say that it marks parts of eyes */
async function importFinder(
  file: Buffer,
  { path, blend, description: given, samples, target }: ImportRequest,
  environment: ProbeEnvironment,
): Promise<ImportedFinder | null> {
  const format = sniffFormat(file);
  if (format !== 'onnx' || blend !== null) {
    if (given === null) return null;
    throw new StudioFailure('modelUnsupported', { reason: 'a finder comes as ONNX', format });
  }
  const { parameters, nodes } = inspectOnnx(file);
  const described = await readDescription(path, given);
  const session = await openNetwork(file, environment.runtime, environment.threads);
  try {
    const description = described ?? (isOpenIris(session) ? openIrisProfile : null);
    if (description === null) return null;
    const places = { directory: samples, scratch: dirname(target) };
    const probe = await probeFinder(session, description, environment, places);
    await writeSynced(target, file);
    return {
      role: 'find',
      architecture: described === null ? `open-iris, ${nodes} nodes` : `ONNX, ${nodes} nodes`,
      parameters,
      sha256: sha256(file),
      bytes: file.byteLength,
      ...probe,
      describedLicence: description.licence ?? null,
      sourceSha256: sha256(file),
    };
  } finally {
    await session.release();
  }
}

async function importEnhancer(
  file: Buffer,
  { blend, target }: ImportRequest,
  environment: ProbeEnvironment,
): Promise<ImportedEnhancer> {
  const network =
    blend === null
      ? await fromFile(file)
      : fromWeights(
          blendWeights(await weightsOf(file), await weightsOf(await readModelFile(blend.path)), blend.share),
        );
  const { input, output, ...found } = await probeModel(network.onnx, network.known, environment).catch(
    (error) => explainUnfit(error, network.onnx, environment),
  );
  await writeSynced(target, network.onnx);
  return {
    role: 'enhance',
    architecture: network.architecture,
    parameters: network.parameters,
    sha256: sha256(network.onnx),
    bytes: network.onnx.byteLength,
    ...found,
    tileSizes: [...found.tileSizes],
    input: { name: input, strength: null },
    output: { name: output },
    knownAnswer: { ...found.knownAnswer },
    sourceSha256: sha256(file),
  };
}

/** What does not enlarge may be a finder that nobody described, and then that is what has to be said. */
async function explainUnfit(
  error: unknown,
  onnx: Uint8Array,
  { runtime, threads }: ProbeEnvironment,
): Promise<never> {
  if (!(error instanceof StudioFailure) || error.code !== 'modelUnsupported') throw error;
  const session = await openNetwork(onnx, runtime, threads).catch(() => null);
  try {
    if (session !== null && (await keepsSize(session)))
      throw new StudioFailure('modelUndescribed', error.details, { cause: error });
  } finally {
    await session?.release();
  }
  throw error;
}

interface ReadNetwork {
  readonly onnx: Uint8Array;
  readonly architecture: string;
  readonly parameters: number;
  readonly known: KnownOfNetwork;
}

async function fromFile(file: Buffer): Promise<ReadNetwork> {
  if (sniffFormat(file) !== 'onnx') return fromWeights(await weightsOf(file));
  const { parameters, nodes } = inspectOnnx(file);
  return {
    onnx: file,
    architecture: `ONNX, ${nodes} nodes`,
    parameters,
    known: { halo: null, bytesPerPixel: null },
  };
}

function fromWeights(weights: StateDict): ReadNetwork {
  const { graph, architecture, halo, bytesPerPixel, scale } = recogniseNetwork(weights);
  if (scale !== 2 && scale !== 4)
    throw new StudioFailure('modelUnsupported', { reason: `it enlarges ${scale} times`, architecture });
  const parameters = [...weights.values()].reduce((sum, { data }) => sum + data.length, 0);
  return { onnx: writeOnnx(graph), architecture, parameters, known: { halo, bytesPerPixel } };
}

async function weightsOf(file: Buffer): Promise<StateDict> {
  const format = sniffFormat(file);
  if (format === 'onnx')
    throw new StudioFailure('modelUnsupported', { reason: 'only .pth and .safetensors can be mixed' });
  return readWeights(file, format);
}

async function readModelFile(path: string): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const { size } = await handle.stat();
      if (size > largestModelBytes) throw new StudioFailure('modelTooLarge', { size });
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof StudioFailure) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EISDIR')
      throw new StudioFailure('modelUnreadable', { reason: 'a folder' }, { cause: error });
    throw new StudioFailure('modelFileMissing', { code }, { cause: error });
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST') await rm(path, { force: true });
    throw new StudioFailure(code === 'ENOSPC' ? 'diskFull' : 'storageFailed', { code }, { cause: error });
  }
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
