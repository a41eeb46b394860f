import type { ProviderName } from '../../contracts/worker-api.ts';

/** Best first, as each platform's drivers go; providers that are not there are passed over in milliseconds. */
export function defaultProviders(platform: NodeJS.Platform): ProviderName[] {
  if (platform === 'darwin') return ['coreml', 'webgpu', 'cpu'];
  if (platform === 'win32') return ['dml', 'webgpu', 'cpu'];
  return ['cuda', 'webgpu', 'cpu'];
}
