/**
 * Chromium knows no scheme of ours, so a page of `app://studio/` is at `http://studio.app.localhost:<port>/`: still
 * an origin of its own, and a secure context. Main only ever sees the first form.
 */
const pagePattern = /^http:\/\/([a-z]+)\.([a-z]+)\.localhost:\d+(?=[/?#]|$)/;

export function toPage(url: string, port: number): string {
  const own = /^([a-z]+):\/\/([a-z]+)(?=[/?#]|$)/.exec(url);
  if (own === null || own[1] === 'http' || own[1] === 'https') return url;
  return `http://${own[2]}.${own[1]}.localhost:${port}${url.slice(own[0].length)}`;
}

export function toStudio(url: string): string {
  const page = pagePattern.exec(url);
  return page === null ? url : `${page[2]}://${page[1]}${url.slice(page[0].length)}`;
}
