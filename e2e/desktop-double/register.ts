/** `node --import register.ts`: whoever imports or requires `electron` gets the double. */
import { registerHooks } from 'node:module';

const double = new URL('electron/index.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});
