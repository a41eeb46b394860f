/**
 * Packs the desktop studio with electron-builder:
 *   node build/package.ts             installers for this system
 *   node build/package.ts --dir       only the folder that they would install
 *   node build/package.ts --e2e       a flavour that a test can take hold of (the inspector's fuse is left on)
 *   node build/package.ts --publish   uploads to the release of RELEASE_REPOSITORY ("owner/name"), as a draft
 * ELECTRON_DIST names a folder with Electron unpacked, for machines that cannot fetch it.
 */
import { build, type Configuration, Platform, type PublishOptions } from 'electron-builder';
import { root } from './build-when-stale.ts';
import { checkPackage } from './check-package.ts';
import { hasFuses } from './electron-dist.ts';
import { writeNativeHashes } from './native-hashes.ts';

const has = (word: string) => process.argv.includes(word);
const {
  ELECTRON_DIST: electronDist,
  RELEASE_REPOSITORY: repository,
  RELEASE_MAINTAINER: maintainer,
} = process.env;
const isForTests = has('--e2e');
/** A stand-in for Electron has no fuses: then the layout is packed and checked, and it is said. */
const isElectron = electronDist === undefined || !has('--dir') || (await hasFuses(electronDist));
const [owner, repo] = repository?.split('/') ?? [];

const config: Configuration = {
  extends: 'electron-builder.yml',
  ...(electronDist !== undefined && { electronDist }),
  ...(isForTests && {
    directories: { output: 'dist-e2e' },
    electronFuses: { enableNodeCliInspectArguments: true },
  }),
  ...(!isElectron && { electronFuses: null }),
  // Where installed studios would look for the next version; stable and beta each have a file of their own.
  ...(owner !== undefined &&
    repo !== undefined && {
      publish: { provider: 'github', owner, repo, releaseType: 'draft' },
      generateUpdatesFilesForAllChannels: true,
      extraMetadata: { homepage: `https://github.com/${owner}/${repo}` },
    }),
  ...(maintainer !== undefined && { linux: { maintainer } }),
};
const publish: PublishOptions['publish'] = has('--publish') ? 'always' : 'never';

await writeNativeHashes(root);
const targets = has('--dir') ? Platform.current().createTarget('dir') : Platform.current().createTarget();
await build({ projectDir: root, targets, publish, config });
for (const line of await checkPackage(root, { isForTests, isElectron })) process.stdout.write(`${line}\n`);
