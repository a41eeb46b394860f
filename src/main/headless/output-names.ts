import { basename, extname, join, relative } from 'node:path';
import { extensionOfFormat, type OutputFormat } from '../../contracts/recipe.ts';

export interface OutputNames {
  readonly picture: string;
  readonly mask: string;
  readonly filled: string;
}

/**
 * Names the files that `process` leaves in the output folder: "<photo>-iris.png" and its masks. Photos of the
 * same name in different folders get "-2", "-3" and so on in the order of the input, so that the same command
 * gives the same names again.
 */
export function nameOutputs(
  inputs: readonly string[],
  directory: string,
  format: OutputFormat,
): OutputNames[] {
  const taken = new Set<string>();
  return inputs.map((input) => {
    const name = basename(input, extname(input)) || 'photo';
    let stem = `${name}-iris`;
    for (let number = 2; taken.has(stem.toLowerCase()); number++) stem = `${name}-iris-${number}`;
    taken.add(stem.toLowerCase());
    return {
      picture: join(directory, `${stem}.${extensionOfFormat[format]}`),
      mask: join(directory, `${stem}.mask.png`),
      filled: join(directory, `${stem}.filled.png`),
    };
  });
}

/** The shorter of a path and its form relative to `from`. */
export function shortPath(path: string, from: string): string {
  const short = relative(from, path);
  return short.length > 0 && short.length < path.length ? short : path;
}
