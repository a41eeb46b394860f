import { compactNetwork, isCompact } from './compact.ts';
import { type ImportedNetwork, unsupported } from './network.ts';
import { withCurrentNames } from './rrdb-names.ts';
import { rrdbNetwork } from './rrdbnet.ts';
import { requireFinite, type StateDict } from './weights.ts';

/**
 * Says which network weights belong to, and makes its graph.
 * @throws StudioFailure 'modelUnsupported', and 'modelWrongResult' when a weight is not a finite number
 */
export function recogniseNetwork(given: StateDict): ImportedNetwork {
  const weights = withoutPrefix(given);
  requireFinite(weights);
  if (isCompact(weights)) return compactNetwork(weights);
  const rrdb = withCurrentNames(weights);
  if (rrdb !== null) return rrdbNetwork(rrdb);
  throw unsupported('no network that we know', { names: [...weights.keys()].slice(0, 5) });
}

/** Training on several cards leaves "module." before every name. */
function withoutPrefix(weights: StateDict): StateDict {
  const prefix = 'module.';
  if (![...weights.keys()].every((name) => name.startsWith(prefix))) return weights;
  return new Map([...weights].map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
