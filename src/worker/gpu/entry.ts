/** The worker process's entry point and composition root. */
import { judgePhoto } from '../judge-photo.ts';
import { createOnnxRuntime } from '../models/onnx-runtime.ts';
import { loadWarmModels } from '../models/warm-models.ts';
import { parentTransport } from '../parent-transport.ts';
import { runPipeline } from '../pipeline.ts';
import { serveWorker } from './serve-worker.ts';

serveWorker(parentTransport(), {
  loadModels: (start, environment) => loadWarmModels(start, { ...environment, runtime: createOnnxRuntime() }),
  runPipeline,
  judgePhoto,
});
