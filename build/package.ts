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

const has = (word: string) => process.argv.includes(word);
const {
  ELECTRON_DIST: electronDist,
  RELEASE_REPOSITORY: repository,
  RELEASE_MAINTAINER: maintainer,
} = process.env;
const isForTests = has('--e2e');
const [owner, repo] = repository?.split('/') ?? [];

const config: Configuration = {
  extends: 'electron-builder.yml',
  ...(electronDist !== undefined && { electronDist }),
  ...(isForTests && {
    directories: { output: 'dist-e2e' },
    electronFuses: { enableNodeCliInspectArguments: true },
  }),
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

const targets = has('--dir') ? Platform.current().createTarget('dir') : Platform.current().createTarget();
await build({ projectDir: root, targets, publish, config });
for (const line of await checkPackage(root, { isForTests })) process.stdout.write(`${line}\n`);
