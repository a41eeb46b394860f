/**
 * A process that imports one model and ends. Weight files are strangers' bytes and the engine that opens them is
 * native code, so neither comes near the worker that holds photographs, let alone the main process.
 */
import { importRequestSchema } from '../../../contracts/own-model.ts';
import { toWireFailure } from '../../../contracts/wire-failure.ts';
import { parentTransport } from '../../parent-transport.ts';
import { createOnnxRuntime } from '../onnx-runtime.ts';
import { importModel } from './import-model.ts';

const transport = parentTransport();
transport.onDisconnect(() => process.exit(0));

const computingMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

transport.onMessage(async (message) => {
  try {
    const request = importRequestSchema.parse(message);
    const model = await importModel(request, { runtime: createOnnxRuntime(), computingMs });
    await transport.post({ outcome: 'imported', model });
  } catch (error) {
    await transport.post({ outcome: 'failed', failure: toWireFailure(error) });
  }
});
