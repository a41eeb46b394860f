/** The worker process's entry point and composition root. */
import { judgePhoto } from '../judge-photo.ts';
import { createOnnxRuntime } from '../models/onnx-runtime.ts';
import { loadWarmModels } from '../models/warm-models.ts';
import { parentTransport } from '../parent-transport.ts';
import { runPipeline } from '../pipeline.ts';
import { type SecondThread, startSecondThread } from '../second-thread/second-thread.ts';
import { serveWorker } from './serve-worker.ts';

let second: SecondThread | null = null;

/** Started with the first photo, while that is read: who only judges or asks for the models needs none. */
function secondThread(): SecondThread {
  second ??= startSecondThread((reason) => {
    // The process ends like any whose only thread failed, and its photo goes back into the queue.
    throw reason;
  });
  return second;
}

serveWorker(parentTransport(), {
  loadModels: (start, environment) => loadWarmModels(start, { ...environment, runtime: createOnnxRuntime() }),
  runPipeline: (request, environment) => runPipeline(request, { ...environment, second: secondThread().api }),
  judgePhoto,
});
