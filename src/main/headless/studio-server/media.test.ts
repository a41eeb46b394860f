import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { browserHost } from '../../../contracts/browser-host.ts';
import { mediaPath } from '../../../contracts/studio-api.ts';
import { attachment } from './media.ts';
import { servedStudio } from './testing/served-studio.ts';

describe('pictures of a studio served to a browser', () => {
  const here = servedStudio();

  it('are handed out by their ids, and a download under its name', async () => {
    const id = JSON.parse((await here.upload('eye')).body).added[0];
    const thumbnail = await here.ask(here.at(browserHost.media(mediaPath.thumbnail(id))));
    expect(thumbnail).toMatchObject({ status: 200, body: 'made: thumbnail' });
    expect(thumbnail.headers).toMatchObject({ 'content-type': 'image/webp' });
    expect(await here.ask(here.at(browserHost.media(mediaPath.photo(id))))).toMatchObject({
      body: 'made: preview',
      headers: { 'cache-control': 'no-store' },
    });

    const told = here.studio.told(({ type }) => type === 'ended');
    const { recipe } = await here.studio.api.readSettings();
    await here.studio.api.process({ photoIds: [id], recipe, again: false });
    await here.studio.worker.complete(await here.studio.worker.next());
    await told;
    const resultId = (await here.studio.api.photoDetail(id))!.card.result!.id;
    for (const [path, body] of [
      [mediaPath.result(resultId), 'a finished picture'],
      [mediaPath.visibleMask(resultId), 'a finished picture'],
      [mediaPath.before(resultId), 'made: before'],
      [mediaPath.resultThumbnail(resultId), 'made: resultThumbnail'],
    ] as const) {
      expect(await here.ask(here.at(browserHost.media(path)))).toMatchObject({ status: 200, body });
    }
    const plain = await here.ask(here.at(browserHost.download(resultId, null, null)));
    expect(plain).toMatchObject({ status: 200, body: 'a finished picture' });
    expect(plain.headers['content-disposition']).toBe(attachment('Auge ü-iris.png'));
    const converted = await here.ask(here.at(browserHost.download(resultId, 'jpeg', null)));
    expect(converted).toMatchObject({ body: 'made: convert', headers: { 'content-type': 'image/jpeg' } });
    expect(here.studio.media.tasks.at(-1)?.task).toMatchObject({ task: 'convert', largest: null });
    expect(await here.ask(here.at(browserHost.download(resultId, 'tiff', 512)))).toMatchObject({
      status: 200,
    });
    expect(here.studio.media.tasks.at(-1)?.task).toMatchObject({ format: 'tiff', largest: 512 });
    expect(await here.ask(here.at(`download/${resultId}?size=7`))).toMatchObject({ status: 404 });
    // It is removed once it was sent.
    while ((await readdir(here.studio.library.layout.scratch)).length > 0) await new Promise(setImmediate);
    expect(
      await here.ask(here.at(browserHost.media(mediaPath.result(resultId))), { method: 'HEAD' }),
    ).toMatchObject({
      status: 200,
      body: '',
    });
  });
});

it('names a download for every client', () => {
  expect(attachment('a"b\\ü%.png')).toBe(
    `attachment; filename="a_b___.png"; filename*=UTF-8''a%22b%5C%C3%BC%25.png`,
  );
});
