/**
 * The XMP packet of a finished picture (ISO 16684-1): which software made it and by which recipe. Nothing of the
 * photograph's own metadata goes in: no camera, no time, no place, no name unless one is given.
 */

export interface PictureMetadata {
  /** E.g. "IrisVue Studio 0.1.0". */
  readonly software: string;
  /** Anything that JSON can hold; written as JSON. */
  readonly recipe: unknown;
  readonly title?: string;
}

export const recipeNamespace = 'urn:irisvue-studio:picture:1#';

export function buildXmp({ software, recipe, title }: PictureMetadata): string {
  const titleElement =
    title === undefined
      ? ''
      : `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(title)}</rdf:li></rdf:Alt></dc:title>`;
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:irisvue="${recipeNamespace}">`,
    `<xmp:CreatorTool>${escapeXml(software)}</xmp:CreatorTool>`,
    `<irisvue:recipe>${escapeXml(JSON.stringify(recipe) ?? 'null')}</irisvue:recipe>`,
    titleElement,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML 1.0 has no way to write most control characters, not even escaped; they are left out. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones XML cannot hold
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"]/g, (character) => entities[character]!)
  );
}
