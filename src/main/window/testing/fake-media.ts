import { readFile, writeFile } from 'node:fs/promises';
import { StudioFailure } from '../../../contracts/failure.ts';
import type { MediaAnswer, MediaTask } from '../../../contracts/media-api.ts';
import type { MediaWorker, Urgency } from '../../workers/media-supervisor.ts';

/** A media worker that knows a photo by its first word: "eye" is one, "broken" cannot be decoded, others are none. */
export class FakeMedia implements MediaWorker {
  readonly tasks: { readonly task: MediaTask; readonly urgency: Urgency }[] = [];

  async run(task: MediaTask, urgency: Urgency): Promise<MediaAnswer> {
    this.tasks.push({ task, urgency });
    if ('photoPath' in task) {
      const contents = await readFile(task.photoPath, 'utf8');
      if (!/^(eye|broken)/.test(contents)) throw new StudioFailure('fileNotAPhoto');
      if (task.task !== 'inspect' && contents.startsWith('broken')) throw new StudioFailure('fileDamaged');
    }
    if ('target' in task) await writeFile(task.target, `made: ${task.task}`);
    return { format: 'jpeg', width: 1000, height: 800 };
  }

  hurry() {}

  async close() {}
}
