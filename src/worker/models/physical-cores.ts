/**
 * How many threads a network may use. Two threads on one core only get into each other's way (30 % slower when
 * over-subscribed, measured), so hyper-threads do not count; and a container's limit does.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';

export interface CoreFacts {
  /** Processors that this process may use at once: affinity and container limits already count. */
  readonly available: number;
  /** Processors the machine has. */
  readonly logical: number;
  /** Linux only: each processor's list of siblings on its core, e.g. "0,4" or "0-1"; empty when not known. */
  readonly siblings: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly architecture: string;
  readonly cpuModel: string;
}

/** @returns at least 1 */
export function physicalCores(facts: CoreFacts): number {
  return Math.max(1, Math.min(facts.available, Math.floor(facts.logical / threadsPerCore(facts))));
}

function threadsPerCore({ siblings, logical, platform, architecture, cpuModel }: CoreFacts): number {
  if (siblings.length > 0) return siblings.length / new Set(siblings).size;
  if (platform === 'linux') return 1;
  // No portable way to ask: of the machines that reach this line, x64 desktops have two threads per core from
  // four processors up, and ARM (Apple silicon above all) has one.
  const hyperthreaded =
    architecture === 'x64' && logical >= 4 && logical % 2 === 0 && !/Apple/.test(cpuModel);
  return hyperthreaded ? 2 : 1;
}

export async function countPhysicalCores(): Promise<number> {
  const logical = cpus();
  return physicalCores({
    available: availableParallelism(),
    logical: logical.length,
    siblings: process.platform === 'linux' ? await readSiblings(logical.length) : [],
    platform: process.platform,
    architecture: process.arch,
    cpuModel: logical[0]?.model ?? '',
  });
}

async function readSiblings(logical: number): Promise<string[]> {
  const files = Array.from(
    { length: logical },
    (_, index) => `/sys/devices/system/cpu/cpu${index}/topology/thread_siblings_list`,
  );
  try {
    return await Promise.all(files.map(async (file) => (await readFile(file, 'utf8')).trim()));
  } catch {
    return [];
  }
}
