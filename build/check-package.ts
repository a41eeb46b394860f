/**
 * Looks at what was packed as an installed studio would meet it: the fuses in Electron's program, native code of this
 * system only, models as their manifest has them. Throws with the first thing that is not as it should be.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { extractFile, listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { z } from 'zod';

export interface PackageWish {
  readonly isForTests: boolean;
  /** False where something else was packed in Electron's place. */
  readonly isElectron: boolean;
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/** As codebases of this kind are attacked through each of them, see docs/adr. */
const wantedFuses: readonly (readonly [name: keyof typeof FuseV1Options, isOn: boolean])[] = [
  ['RunAsNode', false],
  ['EnableCookieEncryption', true],
  ['EnableNodeOptionsEnvironmentVariable', false],
  ['EnableNodeCliInspectArguments', false],
  ['EnableEmbeddedAsarIntegrityValidation', true],
  ['OnlyLoadAppFromAsar', true],
  ['LoadBrowserProcessSpecificV8Snapshot', false],
  ['GrantFileProtocolExtraPrivileges', false],
];

/** What must be beside the archive for others than Node to open it. */
const outside = ['models/manifest.json', 'samples'];
const manifestSchema = z.object({
  models: z.array(z.object({ file: z.string(), sha256: z.string(), bytes: z.number() })).min(1),
});

/** @returns lines for people */
export async function checkPackage(
  root: string,
  { isForTests, isElectron, platform = process.platform, arch = process.arch }: PackageWish,
): Promise<string[]> {
  const directory = await unpackedDirectory(join(root, isForTests ? 'dist-e2e' : 'dist'), platform, arch);
  const { program, resources } = layoutOf(directory, platform);
  if (isElectron) await checkFuses(program, isForTests);
  const archive = join(resources, 'app.asar');
  const inside = listPackage(archive, { isPack: false }).map((path) => path.split(sep).join('/'));
  for (const needed of [
    '/out/main/desktop.js',
    '/out/preload/desktop.cjs',
    '/out/renderer/index.html',
    '/out/main/natives.json',
    '/package.json',
  ])
    demand(inside.includes(needed), `${needed} is not in the archive`);
  const sources = inside.filter((path) =>
    /^\/(src|e2e|bench|docs|dist)\/|^\/(?!node_modules\/).*\.(map|ts)$/.test(path),
  );
  demand(sources.length === 0, `sources were packed: ${sources.slice(0, 3).join(', ')}`);
  const unpacked = `${archive}.unpacked`;
  const files = (await readdir(unpacked, { recursive: true })).map((path) => path.split(sep).join('/'));
  for (const path of outside) demand(existsSync(join(unpacked, path)), `${path} is not beside the archive`);
  const natives = files.filter((path) => /\.(node|dll|dylib|so(\.\d+)*)$/.test(path));
  const foreign = natives.filter((path) => isForeign(path, platform, arch));
  demand(foreign.length === 0, `native code of other systems was packed: ${foreign.join(', ')}`);
  for (const name of ['better-sqlite3', 'onnxruntime-node', '@img/sharp'])
    demand(
      natives.some((path) => path.includes(name)),
      `${name} has no native code for this system`,
    );
  const listed = z
    .record(z.string(), z.string())
    .parse(JSON.parse(extractFile(archive, join('out', 'main', 'natives.json')).toString('utf8')));
  const unlisted = platform === 'darwin' ? [] : natives.filter((path) => !(path in listed));
  demand(unlisted.length === 0, `native code that nobody listed was packed: ${unlisted.join(', ')}`);
  const models = await checkModels(join(unpacked, 'models'));
  return [
    `${directory}`,
    fusesLine(isElectron, isForTests),
    `${natives.length} native files, all of ${platform} ${arch}, each with its hash in the archive`,
    `${models} models are as their manifest has them`,
  ];
}

function fusesLine(isElectron: boolean, isForTests: boolean): string {
  if (!isElectron)
    return 'NOT CHECKED: the fuses. What ELECTRON_DIST names is not Electron; this studio cannot start.';
  const exception = isForTests ? ' (the inspector is on, for tests)' : '';
  return `${wantedFuses.length} fuses are as they should be${exception}`;
}

/** Electron-builder names it by system and processor; x64 goes without saying. */
async function unpackedDirectory(dist: string, platform: NodeJS.Platform, arch: string): Promise<string> {
  const system = platform === 'darwin' ? 'mac' : platform === 'win32' ? 'win' : 'linux';
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  const name = platform === 'darwin' ? `${system}${suffix}` : `${system}${suffix}-unpacked`;
  const directory = join(dist, name);
  demand(existsSync(directory), `nothing was packed at ${directory}`);
  if (platform !== 'darwin') return directory;
  const app = (await readdir(directory)).find((each) => each.endsWith('.app'));
  demand(app !== undefined, 'there is no application in it');
  return join(directory, app as string);
}

function layoutOf(directory: string, platform: NodeJS.Platform) {
  if (platform === 'darwin') return { program: directory, resources: join(directory, 'Contents/Resources') };
  const name = platform === 'win32' ? 'IrisVue Studio.exe' : 'irisvue-studio';
  return { program: join(directory, name), resources: join(directory, 'resources') };
}

async function checkFuses(program: string, isForTests: boolean): Promise<void> {
  const fuses = await getCurrentFuseWire(program);
  for (const [name, isOn] of wantedFuses) {
    const wanted = name === 'EnableNodeCliInspectArguments' ? isForTests : isOn;
    const state = fuses[FuseV1Options[name]];
    demand(
      state === (wanted ? FuseState.ENABLE : FuseState.DISABLE),
      `the fuse ${name} is not ${wanted ? 'on' : 'off'}`,
    );
  }
}

function isForeign(path: string, platform: NodeJS.Platform, arch: string): boolean {
  const systems = ['linuxmusl', 'linux', 'darwin', 'win32'];
  const system = systems.find((each) => new RegExp(`[/-]${each}[-/]`).test(path));
  if (system !== undefined && system !== platform) return true;
  const processor = /[-/](x64|arm64|ia32)[/.-]/.exec(path)?.[1];
  return processor !== undefined && processor !== arch;
}

async function checkModels(directory: string): Promise<number> {
  const text = await readFile(join(directory, 'manifest.json'), 'utf8');
  const { models } = manifestSchema.parse(JSON.parse(text));
  for (const { file, sha256, bytes } of models) {
    const found = await readFile(join(directory, file));
    const hash = createHash('sha256').update(found).digest('hex');
    demand(found.byteLength === bytes && hash === sha256, `${file} is not the model that the manifest names`);
  }
  return models.length;
}

function demand(condition: boolean, otherwise: string): void {
  if (!condition) throw new Error(otherwise);
}
