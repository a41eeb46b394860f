/** models/EVALUATION.md: one section a part, each of which may be written anew by itself. */
import { readFile } from 'node:fs/promises';

const order = ['finding', 'reflections', 'x4', 'x2'] as const;
const begin = (name: string) => `<!-- ${name} -->`;
const end = (name: string) => `<!-- end of ${name} -->`;

const sheets: Readonly<Record<string, readonly string[]>> = {
  finding: ['finding'],
  reflections: ['reflections', 'veils'],
  x4: ['enlarging-x4'],
  x2: ['enlarging-x2'],
};

const introduction = `# What the models reach

Written by \`npm run evaluate -- --eyes DIR --weights DIR\`, through the product's own code. Rendered eyes have an exact truth and are drawn from seeds that no training used. Photographs are not part of the repository and took no part in any training. Pictures on this page are of rendered eyes only. Each section names its machine; where that was busy, times are for comparing within a table only.`;

/** The sections that the file has, without their pictures; none where there is no file. */
export async function readSections(path: string): Promise<Map<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return parseSections(text);
}

export function parseSections(text: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const name of order) {
    const from = text.indexOf(begin(name));
    const to = text.indexOf(end(name));
    if (from < 0 || to < from) continue;
    const section = text.slice(from + begin(name).length, to).replace(/^!\[[^\n]*\n/gm, '');
    sections.set(name, section.trim());
  }
  return sections;
}

export function composeEvaluation(sections: ReadonlyMap<string, string>): string {
  const written = order.flatMap((name) => {
    const text = sections.get(name);
    if (text === undefined) return [];
    const pictures = sheets[name]!.map((sheet) => `![${sheet}](evaluation/${sheet}.webp)`);
    return [[begin(name), text, ...pictures, end(name)].join('\n\n')];
  });
  return `${[introduction, ...written].join('\n\n')}\n`;
}
